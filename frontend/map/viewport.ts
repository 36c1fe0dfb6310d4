/**
 * The part of the map in view, and the animation from one view to another. Nothing is drawn during it: the browser
 * transforms the picture, clipped by a window. Zooming in, the old drawing grows until the new view fills the window and
 * is drawn; zooming out, the new view is drawn at once and shrinks into place.
 */
import { type Disc, SIDE } from "./layout";

export const MOVE_MS = 180;
/** The smallest circle that is drawn, in pixels of its radius: hundreds of smaller ones take time and show nothing. */
const SMALLEST = 1.5;
/** A picture less wide than this, in pixels, shows one level at a time. */
export const NARROW = 480;
const NONE = "translate(0, 0) scale(1)";

export class Viewport {
  readonly window = document.createElement("div");
  at: Disc = { x: SIDE / 2, y: SIDE / 2, r: SIDE / 2 };
  #size = { width: 0, height: 0 };
  #moving: Animation | null = null;
  /** Draws the new view when the animation has ended. */
  #draw: () => void = () => {};

  constructor(readonly picture: SVGSVGElement) {
    this.window.className = "map__window";
    this.window.append(picture);
  }

  /** How many units of the picture a screen pixel is. */
  get scale(): number {
    return (this.at.r * 2) / (Math.min(this.#size.width, this.#size.height) || SIDE);
  }

  /** Whether the window was narrow when it was last measured. */
  get isNarrow(): boolean {
    return this.#size.width < NARROW;
  }

  /** Whether any part of a circle is in view. */
  isVisible({ x, y, r }: Disc): boolean {
    const { width, height } = this.#size;
    const wide = (extent: number) => this.at.r * Math.max(1, extent / (Math.min(width, height) || extent || 1));
    const isNear = Math.abs(x - this.at.x) - r < wide(width) && Math.abs(y - this.at.y) - r < wide(height);
    return isNear && r / this.scale >= SMALLEST;
  }

  /** Show a disc at once. */
  show(at: Disc): void {
    this.#size = { width: this.picture.clientWidth, height: this.picture.clientHeight };
    this.at = at;
    this.picture.setAttribute("viewBox", `${at.x - at.r} ${at.y - at.r} ${at.r * 2} ${at.r * 2}`);
  }

  /** Move to a disc; `draw` draws what is in view there, once the view is `at` it. */
  moveTo(to: Disc, draw: () => void, isSmooth: boolean): void {
    this.stop();
    const from = this.at;
    if (!isSmooth || matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.show(to);
      draw();
      return;
    }
    const isInward = to.r < from.r;
    const showAndDraw = () => {
      this.show(to);
      draw();
    };
    if (!isInward) showAndDraw();
    this.#draw = isInward ? showAndDraw : () => {};
    this.#animate(isInward ? [NONE, this.#transform(from, to)] : [this.#transform(to, from), NONE]);
  }

  /** End the animation at its target. */
  stop(): void {
    this.#moving?.cancel();
    this.#arrive();
  }

  #arrive(): void {
    if (!this.#moving) return;
    this.#moving = null;
    this.#draw();
    this.picture.classList.remove("map--moving");
  }

  /** The transform under which the picture of one view shows another. */
  #transform(drawn: Disc, target: Disc): string {
    const pixels = (Math.min(this.#size.width, this.#size.height) || SIDE) / (target.r * 2);
    const [x, y] = [(drawn.x - target.x) * pixels, (drawn.y - target.y) * pixels];
    return `translate(${x}px, ${y}px) scale(${drawn.r / target.r})`;
  }

  #animate(transforms: string[]): void {
    this.picture.classList.add("map--moving");
    this.#moving = this.picture.animate({ transform: transforms }, { duration: MOVE_MS, easing: "ease-out" });
    this.#moving.onfinish = () => this.#arrive();
  }
}
