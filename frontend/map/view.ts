/**
 * What of the map is in view, and how one gets from one view to another. Nothing is drawn on the way: the browser moves
 * the picture as it is, under a window that cuts it. Going in, what is drawn grows until the new view fills the window,
 * and is drawn then; going out, the new view is drawn at once and shrinks into its place.
 */
import { type Place, SIDE } from "./layout";

export const MOVE_MS = 180;
/** The smallest circle that is drawn, in pixels of its radius: hundreds of smaller ones take time, and show nothing. */
const SMALLEST = 1.5;
/** A picture less wide than this, in pixels, shows one level at a time. */
export const NARROW = 480;
const NONE = "translate(0, 0) scale(1)";

export class View {
  readonly window = document.createElement("div");
  at: Place = { x: SIDE / 2, y: SIDE / 2, r: SIDE / 2 };
  #size = { width: 0, height: 0 };
  #moving: Animation | null = null;
  /** What is still to be done when it lies still. */
  #draw: () => void = () => {};

  constructor(readonly picture: SVGSVGElement) {
    this.window.className = "map__window";
    this.window.append(picture);
  }

  /** How many units of the picture one screen pixel has. */
  get scale(): number {
    return (this.at.r * 2) / (Math.min(this.#size.width, this.#size.height) || SIDE);
  }

  /** Whether it was narrow when one last looked. */
  get isNarrow(): boolean {
    return this.#size.width < NARROW;
  }

  /** Whether anything of a circle can be seen from here. */
  sees({ x, y, r }: Place): boolean {
    const { width, height } = this.#size;
    const wide = (extent: number) => this.at.r * Math.max(1, extent / (Math.min(width, height) || extent || 1));
    const isNear = Math.abs(x - this.at.x) - r < wide(width) && Math.abs(y - this.at.y) - r < wide(height);
    return isNear && r / this.scale >= SMALLEST;
  }

  /** Look at a place at once. */
  look(at: Place): void {
    this.#size = { width: this.picture.clientWidth, height: this.picture.clientHeight };
    this.at = at;
    this.picture.setAttribute("viewBox", `${at.x - at.r} ${at.y - at.r} ${at.r * 2} ${at.r * 2}`);
  }

  /** Go to a place; `draw` draws what is seen there, once the view is `at` it. */
  go(to: Place, draw: () => void, isSmooth: boolean): void {
    this.stop();
    const from = this.at;
    if (!isSmooth || matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.look(to);
      draw();
      return;
    }
    const isInward = to.r < from.r;
    const drawThere = () => {
      this.look(to);
      draw();
    };
    if (!isInward) drawThere();
    this.#draw = isInward ? drawThere : () => {};
    this.#animate(isInward ? [NONE, this.#seenFrom(from, to)] : [this.#seenFrom(to, from), NONE]);
  }

  /** Be where one is going to. */
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

  /** How the picture of one view has to be moved and sized to show another. */
  #seenFrom(drawn: Place, wanted: Place): string {
    const pixels = (Math.min(this.#size.width, this.#size.height) || SIDE) / (wanted.r * 2);
    const [x, y] = [(drawn.x - wanted.x) * pixels, (drawn.y - wanted.y) * pixels];
    return `translate(${x}px, ${y}px) scale(${drawn.r / wanted.r})`;
  }

  #animate(transforms: string[]): void {
    this.picture.classList.add("map--moving");
    this.#moving = this.picture.animate({ transform: transforms }, { duration: MOVE_MS, easing: "ease-out" });
    this.#moving.onfinish = () => this.#arrive();
  }
}
