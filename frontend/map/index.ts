/**
 * The circle map: `<div data-island="map" data-source="circles" data-label="Circle map">`.
 *
 * `data-source` is the id of a JSON script: a list of `Circle` (layout.ts); when a swap changes it, the map is drawn
 * anew. `data-words`, the id of another: `{people, open, waiting, map}`, as in "{n} people". `data-area` says what the
 * area means at first (people, money, open); radios in `#data-controls` change it. `data-here` names the circle to go
 * into at first. A press or Enter goes into a circle, a second one opens its page; arrows walk among siblings, Escape
 * goes out. The row `[data-circle-row=KEY]` of the list twin is marked, and what is said of the circle is shown
 * (card.ts). With `data-small` it is the still picture "you are here".
 */
import { Card } from "./card";
import { uncrowded } from "./crowd";
import { Drawn, svg } from "./draw";
import { type Area, type Circle, layout, type Place, type Spot } from "./layout";
import { small } from "./small";
import { MOVE_MS, NARROW, View } from "./view";
import { markRow, spoken, wayTo, writeWay } from "./way";

const MARGIN = 1.03;
const FILLS = 0.8;
let maps = 0;

export function mount(element: HTMLElement): () => void {
  const text = () => document.getElementById(element.dataset.source ?? "")?.textContent ?? "[]";
  const stop = new AbortController();
  let drawn = text();
  if (element.dataset.small !== undefined) return small(element, JSON.parse(drawn) as Circle[]);
  let map = new CircleMap(element, JSON.parse(drawn) as Circle[], element.dataset.here);
  const renew = () => {
    if (text() === drawn) return;
    drawn = text();
    map.end();
    map = new CircleMap(element, JSON.parse(drawn) as Circle[], map.at);
  };
  document.addEventListener("htmx:after:settle", renew, { signal: stop.signal });
  return () => {
    stop.abort();
    map.end();
  };
}

const ease = (t: number) => 1 - (1 - t) ** 3;
const between = (a: Place, b: Place, t: number): Place => ({
  x: a.x + (b.x - a.x) * t,
  y: a.y + (b.y - a.y) * t,
  r: a.r + (b.r - a.r) * t,
});

const viewOf = ({ x, y, r }: Place): Place => ({ x, y, r: r * MARGIN });

class CircleMap {
  readonly #circles: Circle[];
  readonly #element: HTMLElement;
  readonly #picture: SVGSVGElement;
  readonly #path = document.createElement("ol");
  readonly #drawn = new Map<string, Drawn>();
  readonly #stop = new AbortController();
  readonly #words: Record<string, string>;
  readonly #watch: ResizeObserver;
  readonly #card: Card;
  at: string;
  readonly #view: View;
  #frame = 0;
  #tabbed: SVGAElement | undefined;
  #before: Node[];
  #area: Area;

  constructor(element: HTMLElement, circles: Circle[], at?: string) {
    this.#element = element;
    this.#circles = circles;
    this.#words = JSON.parse(document.getElementById(element.dataset.words ?? "")?.textContent ?? "{}");
    this.at = (circles.find(({ key }) => key === at) ?? circles.find(({ parent }) => parent === null))?.key ?? "";
    this.#picture = svg("svg", { class: "map", role: "group", "aria-label": this.#words.map ?? "" });
    this.#view = new View(this.#picture);
    this.#area = (element.dataset.area ?? "people") as Area;
    this.#draw(layout(circles, this.#area, element.clientWidth < NARROW));
    this.#path.className = "map__path";
    this.#before = [...element.childNodes];
    element.replaceChildren(this.#path, this.#view.window);
    this.#card = new Card(element.dataset.card ?? "", element.dataset.cards ?? "");
    this.#listen();
    this.#watch = new ResizeObserver(() => {
      const { isNarrow } = this.#view;
      this.#view.look(this.#view.at);
      if (this.#view.isNarrow === isNarrow) this.#settle();
      else this.#resize(this.#area);
    });
    this.#watch.observe(element);
    this.#goTo(this.at, { move: false });
  }

  end(): void {
    cancelAnimationFrame(this.#frame);
    this.#view.stop();
    this.#stop.abort();
    this.#watch.disconnect();
    this.#element.replaceChildren(...this.#before);
  }

  #draw(spots: Spot[]): void {
    const prefix = `map-${++maps}`;
    const sprite = document.body.dataset.sprite ?? "/static/icons/sprite.svg";
    for (const spot of spots) {
      this.#drawn.set(spot.circle.key, new Drawn(spot, { prefix, sprite, label: spoken(spot.circle, this.#words) }));
    }
    const drawn = [...this.#drawn.values()];
    this.#picture.replaceChildren(
      ...drawn.map((one) => one.group),
      svg("g", { class: "map__names" }, ...drawn.map((one) => one.words)),
      svg("g", { class: "map__badges" }, ...drawn.map((one) => one.badge)),
    );
  }

  #listen(): void {
    const { signal } = this.#stop;
    this.#path.addEventListener("click", (event) => this.#press(event), { signal });
    this.#picture.addEventListener("click", (event) => this.#press(event), { signal });
    this.#picture.addEventListener("keydown", (event) => this.#key(event), { signal });
    document.addEventListener(
      "change",
      (event) => {
        const radio = event.target as HTMLInputElement;
        if (radio.checked && radio.closest(`#${this.#element.dataset.controls}`)) this.#resize(radio.value as Area);
      },
      { signal },
    );
  }

  #press(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const key = (event.target as Element).closest<HTMLElement | SVGElement>("[data-key]")?.dataset.key;
    if (!key || key === this.at) return; // already inside: the link opens its page
    event.preventDefault();
    this.#goTo(this.#ancestors(this.at).includes(key) ? key : this.#stepTowards(key), { focus: true });
  }

  /** On a small picture one goes in level by level; a large one shows enough to go straight. */
  #stepTowards(key: string): string {
    if (!this.#view.isNarrow) return key;
    const way = this.#ancestors(key);
    return way[way.indexOf(this.at) + 1] ?? key;
  }

  /** The way to a circle, from the outermost one to itself. */
  #ancestors(key: string): string[] {
    return wayTo(key, this.#circles).map((circle) => circle.key);
  }

  #key(event: KeyboardEvent): void {
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

  /** From the circle one is in, the arrows lead to what lies inside it; from there, around. */
  #sibling(key: string, by: number): string {
    const around = key === this.at && this.#inner(key).length ? this.#inner(key) : this.#inner(this.#parent(key));
    const at = around.indexOf(key);
    return around[at < 0 ? 0 : (at + by + around.length) % around.length] ?? key;
  }

  #focus(key: string): void {
    this.#tabTo(key);
    this.#drawn.get(key)?.focus();
  }

  /** One circle is in the way of the Tab key. */
  #tabTo(key: string): void {
    this.#tabbed?.setAttribute("tabindex", "-1");
    this.#tabbed = this.#drawn.get(key)?.link;
    this.#tabbed?.setAttribute("tabindex", "0");
  }

  #goTo(key: string, { move = true, focus = false } = {}): void {
    this.at = key;
    const spot = this.#drawn.get(key)?.spot;
    if (!spot) return;
    cancelAnimationFrame(this.#frame);
    this.#view.go(viewOf(spot), () => this.#settle(), move);
    writeWay(
      this.#path,
      this.#ancestors(this.at).map((key) => this.#drawn.get(key)?.spot.circle),
    );
    if (focus) this.#focus(key);
    else this.#tabTo(key);
    markRow(key);
    this.#card.show(key);
  }

  /** Give the area another meaning, or the picture another form: all moves there, at once for who wants no motion. */
  #resize(area: Area): void {
    this.#area = area;
    const spots = new Map(layout(this.#circles, area, this.#view.isNarrow).map((spot) => [spot.circle.key, spot]));
    const view = viewOf(spots.get(this.at) ?? this.#view.at);
    cancelAnimationFrame(this.#frame);
    this.#view.stop();
    const from = this.#view.at;
    const starts = new Map<Drawn, Place>();
    for (const [key, drawn] of this.#drawn) {
      drawn.spot = spots.get(key) ?? drawn.spot;
      if (this.#view.sees(drawn.at) || this.#view.sees(drawn.spot)) starts.set(drawn, drawn.at);
    }
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const begun = performance.now();
    this.#picture.classList.add("map--moving");
    const step = (now: number) => {
      const t = still ? 1 : ease(Math.min(1, (now - begun) / MOVE_MS));
      this.#view.look(between(from, view, t));
      if (t < 1) {
        for (const [drawn, start] of starts) drawn.move(between(start, drawn.spot, t), this.#view.scale);
        this.#frame = requestAnimationFrame(step);
        return;
      }
      this.#picture.classList.remove("map--moving");
      this.#settle();
    };
    step(begun);
  }

  /** Draw what can be seen from here: circles, names, people and badges, as far as there is room. */
  #settle(): void {
    const { scale, isNarrow } = this.#view;
    const depth = this.#drawn.get(this.at)?.spot.depth ?? 0;
    const deepest = depth + (isNarrow ? 1 : 2);
    for (const drawn of this.#drawn.values()) {
      const around = this.#drawn.get(drawn.spot.circle.parent ?? "")?.spot;
      // One that nearly fills the circle around it would be named on top of that one's name.
      const isOnTop = around !== undefined && around.depth > depth && drawn.spot.r > around.r * FILLS;
      const isSeen = this.#view.sees(drawn.spot) || drawn.link === document.activeElement;
      drawn.show(scale, isSeen, isSeen && drawn.spot.depth <= deepest && !isOnTop);
    }
    const read = uncrowded(this.#drawn.values());
    for (const drawn of this.#drawn.values()) drawn.words.classList.toggle("map__words--crowded", !read.has(drawn));
  }
}
