/** The interactive map: zooming, keyboard, breadcrumbs and card around the drawings of circles. */
import { renderBreadcrumbs } from "./breadcrumbs";
import { CircleCard } from "./card";
import { accessibleName, type Circle, pathTo } from "./circle";
import { CircleDrawing } from "./circle_drawing";
import { withoutCollisions } from "./labels";
import { type Area, type Disc, layout, type PlacedCircle } from "./layout";
import { markListRow } from "./list_rows";
import { svg } from "./svg";
import { MOVE_MS, NARROW, Viewport } from "./viewport";

/** The radius of the view, as a multiple of the circle's in view. */
const MARGIN = 1.03;
/** From this share of its parent's radius on, a circle fills its parent. */
const FILLS_PARENT = 0.8;
let maps = 0;

const ease = (t: number) => 1 - (1 - t) ** 3;
const between = (a: Disc, b: Disc, t: number): Disc => ({
  x: a.x + (b.x - a.x) * t,
  y: a.y + (b.y - a.y) * t,
  r: a.r + (b.r - a.r) * t,
});

const viewOf = ({ x, y, r }: Disc): Disc => ({ x, y, r: r * MARGIN });

export class CircleMap {
  readonly #circles: Circle[];
  readonly #element: HTMLElement;
  readonly #picture: SVGSVGElement;
  readonly #breadcrumbs = document.createElement("ol");
  readonly #drawings = new Map<string, CircleDrawing>();
  readonly #stop = new AbortController();
  readonly #strings: Record<string, string>;
  readonly #resizeObserver: ResizeObserver;
  readonly #card: CircleCard;
  at: string;
  readonly #viewport: Viewport;
  #frame = 0;
  #tabStop: SVGAElement | undefined;
  #serverHtml: Node[];
  #area: Area;

  constructor(element: HTMLElement, circles: Circle[], at?: string) {
    this.#element = element;
    this.#circles = circles;
    this.#strings = JSON.parse(document.getElementById(element.dataset.words ?? "")?.textContent ?? "{}");
    this.at = (circles.find(({ key }) => key === at) ?? circles.find(({ parent }) => parent === null))?.key ?? "";
    this.#picture = svg("svg", { class: "map", role: "group", "aria-label": this.#strings.map ?? "" });
    this.#viewport = new Viewport(this.#picture);
    this.#area = "people";
    this.#draw(layout(circles, this.#area, element.clientWidth < NARROW));
    this.#breadcrumbs.className = "map__path";
    this.#serverHtml = [...element.childNodes];
    element.replaceChildren(this.#breadcrumbs, this.#viewport.window);
    this.#card = new CircleCard(element.dataset.card ?? "", element.dataset.cards ?? "");
    this.#listen();
    this.#resizeObserver = new ResizeObserver(() => {
      const { isNarrow } = this.#viewport;
      this.#viewport.show(this.#viewport.at);
      if (this.#viewport.isNarrow === isNarrow) this.#drawInView();
      else this.#relayout(this.#area);
    });
    this.#resizeObserver.observe(element);
    this.#goTo(this.at, { move: false });
  }

  end(): void {
    cancelAnimationFrame(this.#frame);
    this.#viewport.stop();
    this.#stop.abort();
    this.#resizeObserver.disconnect();
    this.#element.replaceChildren(...this.#serverHtml);
  }

  #draw(circles: PlacedCircle[]): void {
    const prefix = `map-${++maps}`;
    const sprite = document.body.dataset.sprite ?? "/static/icons/sprite.svg";
    for (const placed of circles) {
      const label = accessibleName(placed.circle, this.#strings);
      this.#drawings.set(placed.circle.key, new CircleDrawing(placed, { prefix, sprite, label }));
    }
    const drawings = [...this.#drawings.values()];
    this.#picture.replaceChildren(
      ...drawings.map(({ group }) => group),
      svg("g", { class: "map__names" }, ...drawings.map(({ label }) => label)),
      svg("g", { class: "map__badges" }, ...drawings.map(({ badge }) => badge)),
    );
  }

  #listen(): void {
    const { signal } = this.#stop;
    this.#breadcrumbs.addEventListener("click", (event) => this.#handleClick(event), { signal });
    this.#picture.addEventListener("click", (event) => this.#handleClick(event), { signal });
    this.#picture.addEventListener("keydown", (event) => this.#handleKey(event), { signal });
    document.addEventListener(
      "change",
      (event) => {
        const radio = event.target as HTMLInputElement;
        if (radio.checked && radio.closest(`#${this.#element.dataset.controls}`)) this.#relayout(radio.value as Area);
      },
      { signal },
    );
  }

  #handleClick(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const key = (event.target as Element).closest<HTMLElement | SVGElement>("[data-key]")?.dataset.key;
    if (!key || key === this.at) return; // already in view: the link opens its page
    event.preventDefault();
    this.#goTo(this.#path(this.at).includes(key) ? key : this.#nextTowards(key), { focus: true });
  }

  /** A narrow map is zoomed level by level; a wide one shows enough to go straight there. */
  #nextTowards(key: string): string {
    if (!this.#viewport.isNarrow) return key;
    const path = this.#path(key);
    return path[path.indexOf(this.at) + 1] ?? key;
  }

  /** The keys from the outermost circle to this one. */
  #path(key: string): string[] {
    return pathTo(key, this.#circles).map((circle) => circle.key);
  }

  #handleKey(event: KeyboardEvent): void {
    const next = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const focused = (event.target as Element).closest<SVGAElement>("[data-key]")?.dataset.key ?? this.at;
    if (next) this.#focus(this.#sibling(focused, next));
    else if (event.key === "Escape" && this.#parent(this.at))
      this.#goTo(this.#parent(this.at) ?? this.at, { focus: true });
    else if (event.key === "Enter" && focused !== this.at) this.#goTo(focused, { focus: true });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #parent(key: string): string | null {
    return this.#circles.find((circle) => circle.key === key)?.parent ?? null;
  }

  #inner(key: string | null): string[] {
    return this.#circles.filter((circle) => circle.parent === key).map((circle) => circle.key);
  }

  /** The arrows lead from the circle in view into it, and from there round its inner circles. */
  #sibling(key: string, by: number): string {
    const ring = key === this.at && this.#inner(key).length ? this.#inner(key) : this.#inner(this.#parent(key));
    const at = ring.indexOf(key);
    return ring[at < 0 ? 0 : (at + by + ring.length) % ring.length] ?? key;
  }

  #focus(key: string): void {
    this.#setTabStop(key);
    this.#drawings.get(key)?.focus();
  }

  /** Make a circle the map's one tab stop. */
  #setTabStop(key: string): void {
    this.#tabStop?.setAttribute("tabindex", "-1");
    this.#tabStop = this.#drawings.get(key)?.link;
    this.#tabStop?.setAttribute("tabindex", "0");
  }

  #goTo(key: string, { move = true, focus = false } = {}): void {
    this.at = key;
    const placed = this.#drawings.get(key)?.placed;
    if (!placed) return;
    cancelAnimationFrame(this.#frame);
    this.#viewport.moveTo(viewOf(placed), () => this.#drawInView(), move);
    renderBreadcrumbs(this.#breadcrumbs, pathTo(this.at, this.#circles));
    if (focus) this.#focus(key);
    else this.#setTabStop(key);
    markListRow(key);
    this.#card.show(key);
  }

  /** Lay the circles out anew, for another area or width; they move there, at once with reduced motion. */
  #relayout(area: Area): void {
    this.#area = area;
    const circles = layout(this.#circles, area, this.#viewport.isNarrow);
    const placed = new Map(circles.map((one) => [one.circle.key, one]));
    const view = viewOf(placed.get(this.at) ?? this.#viewport.at);
    cancelAnimationFrame(this.#frame);
    this.#viewport.stop();
    const from = this.#viewport.at;
    const starts = new Map<CircleDrawing, Disc>();
    for (const [key, drawing] of this.#drawings) {
      drawing.placed = placed.get(key) ?? drawing.placed;
      if (this.#viewport.isVisible(drawing.at) || this.#viewport.isVisible(drawing.placed))
        starts.set(drawing, drawing.at);
    }
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const startedAt = performance.now();
    this.#picture.classList.add("map--moving");
    const step = (now: number) => {
      const t = isStill ? 1 : ease(Math.min(1, (now - startedAt) / MOVE_MS));
      this.#viewport.show(between(from, view, t));
      if (t < 1) {
        for (const [drawing, start] of starts) drawing.move(between(start, drawing.placed, t), this.#viewport.scale);
        this.#frame = requestAnimationFrame(step);
        return;
      }
      this.#picture.classList.remove("map--moving");
      this.#drawInView();
    };
    step(startedAt);
  }

  /** Draw what is in view: circles, names, people and badges, as far as there is room. */
  #drawInView(): void {
    const { scale, isNarrow } = this.#viewport;
    const depth = this.#drawings.get(this.at)?.placed.depth ?? 0;
    const deepest = depth + (isNarrow ? 1 : 2);
    for (const drawing of this.#drawings.values()) {
      const { placed } = drawing;
      const parent = this.#drawings.get(placed.circle.parent ?? "")?.placed;
      // If a circle nearly fills its parent, its name would cover the parent's.
      const coversParent = parent !== undefined && parent.depth > depth && placed.r > parent.r * FILLS_PARENT;
      const isVisible = this.#viewport.isVisible(placed) || drawing.link === document.activeElement;
      drawing.show(scale, isVisible, isVisible && placed.depth <= deepest && !coversParent, isNarrow);
    }
    const legible = withoutCollisions(this.#drawings.values());
    for (const drawing of this.#drawings.values()) {
      drawing.label.classList.toggle("map__words--crowded", !legible.has(drawing));
    }
  }
}
