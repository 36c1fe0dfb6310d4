/** The part of a picture that is to stay: drawn with the pointer, or set edge by edge. */
import { make } from "./dom";
import type { Translate } from "./strings";

const EDGES = ["left", "top", "right", "bottom"] as const;
type Edge = (typeof EDGES)[number];
/** In percent of the picture. */
export type Area = Record<Edge, number>;

const NARROWEST = 2;
const QUALITY = 0.92;

/** The area of which an edge is put at `to`; it never passes the one opposite. */
export function withEdge(area: Area, edge: Edge, to: number): Area {
  const [low, high] = edge === "left" || edge === "top" ? [0, opposite(area, edge)] : [opposite(area, edge), 100];
  const [from, until] = low === 0 ? [0, high - NARROWEST] : [low + NARROWEST, 100];
  return { ...area, [edge]: Math.max(from, Math.min(to, until)) };
}

const opposite = (area: Area, edge: Edge): number =>
  ({ left: area.right, right: area.left, top: area.bottom, bottom: area.top })[edge];

export class CropArea {
  readonly canvas: HTMLCanvasElement;
  readonly sliders: HTMLElement;
  private area: Area = { left: 0, top: 0, right: 100, bottom: 100 };
  private readonly inputs = new Map<Edge, HTMLInputElement>();

  constructor(
    private readonly image: HTMLImageElement,
    translate: Translate,
  ) {
    this.canvas = make("canvas", { class: "picture-dialog__picture", "aria-hidden": "true" });
    this.canvas.width = image.naturalWidth;
    this.canvas.height = image.naturalHeight;
    this.sliders = make("div", { class: "picture-dialog__sliders" });
    const labels: Record<Edge, string> = {
      left: translate("picture_crop_left"),
      top: translate("picture_crop_top"),
      right: translate("picture_crop_right"),
      bottom: translate("picture_crop_bottom"),
    };
    for (const edge of EDGES) this.sliders.append(this.slider(edge, labels[edge]));
    this.canvas.addEventListener("pointerdown", (event) => this.draw(event));
    this.show();
  }

  focus(): void {
    this.inputs.get("left")?.focus();
  }

  /** The part that stays as a file; null where the browser cannot make one. */
  async file(): Promise<File | null> {
    const { left, top, right, bottom } = this.area;
    const [width, height] = [this.image.naturalWidth / 100, this.image.naturalHeight / 100];
    const part = make("canvas", {});
    part.width = Math.max(1, Math.round((right - left) * width));
    part.height = Math.max(1, Math.round((bottom - top) * height));
    const pen = part.getContext("2d");
    pen?.drawImage(this.image, -Math.round(left * width), -Math.round(top * height));
    const blob = await new Promise<Blob | null>((done) => part.toBlob(done, "image/webp", QUALITY));
    return blob && new File([blob], `picture.${blob.type.split("/")[1] ?? "png"}`, { type: blob.type });
  }

  private slider(edge: Edge, label: string): HTMLElement {
    const input = make("input", { type: "range", min: "0", max: "100", step: "1" });
    input.value = String(this.area[edge]);
    this.inputs.set(edge, input);
    input.addEventListener("input", () => {
      this.area = withEdge(this.area, edge, Number(input.value));
      this.show();
    });
    return make("label", { class: "field" }, make("span", { class: "field__label" }, label), input);
  }

  /** From corner to corner, as far as the pointer is drawn. */
  private draw(event: PointerEvent): void {
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    const begin = this.placeOf(event);
    const follow = (move: PointerEvent): void => {
      const end = this.placeOf(move);
      const [left, right] = [Math.min(begin.x, end.x), Math.max(begin.x, end.x)];
      const [top, bottom] = [Math.min(begin.y, end.y), Math.max(begin.y, end.y)];
      if (right - left < NARROWEST || bottom - top < NARROWEST) return;
      this.area = { left, top, right, bottom };
      this.show();
    };
    const stop = (): void => this.canvas.removeEventListener("pointermove", follow);
    this.canvas.addEventListener("pointermove", follow);
    this.canvas.addEventListener("pointerup", stop, { once: true });
    this.canvas.addEventListener("pointercancel", stop, { once: true });
  }

  private placeOf({ clientX, clientY }: PointerEvent): { x: number; y: number } {
    const box = this.canvas.getBoundingClientRect();
    const share = (at: number, from: number, size: number): number =>
      Math.max(0, Math.min(100, size ? ((at - from) / size) * 100 : 0));
    return { x: share(clientX, box.left, box.width), y: share(clientY, box.top, box.height) };
  }

  private show(): void {
    for (const [edge, input] of this.inputs) input.value = String(Math.round(this.area[edge]));
    const pen = this.canvas.getContext("2d");
    if (!pen) return;
    const { width, height } = this.canvas;
    const [x, y] = [(this.area.left / 100) * width, (this.area.top / 100) * height];
    const [wide, high] = [(this.area.right / 100) * width - x, (this.area.bottom / 100) * height - y];
    pen.clearRect(0, 0, width, height);
    pen.globalAlpha = 0.3;
    pen.drawImage(this.image, 0, 0);
    pen.globalAlpha = 1;
    if (wide > 0 && high > 0) pen.drawImage(this.image, x, y, wide, high, x, y, wide, high);
    pen.lineWidth = Math.max(2, width / 400);
    pen.strokeStyle = "#fff";
    pen.strokeRect(x, y, wide, high);
  }
}
