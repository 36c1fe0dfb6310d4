/** The drawing of one circle, moved and sized by SVG attributes alone; no style attribute anywhere. */
import { boxInside, boxOnArc, type LabelBox, nameAcross, nameWithin, shortenName } from "./labels";
import { type Disc, type PlacedCircle, placeFaces } from "./layout";
import { svg } from "./svg";

/** The smallest legible font size, in pixels. */
const SMALLEST_FONT = 10.5;
/** A letter's width, as a share of its font size. */
const LETTER = 0.56;
/** The width of the outline around a name, in pixels. */
const HALO = 3;
/** The least distance from the middle to the badge, in pixels: in a small circle it would hide the name. */
const BADGE_DISTANCE = 18;
/** The smallest face with legible initials, in pixels of its radius. */
const SMALLEST_FACE = 12;

const round = (value: number) => Math.round(value * 100) / 100;

/** Sets only what has changed: each attribute that is set costs a style recalculation. */
function setAttribute(element: SVGElement, name: string, value: string | number): void {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

/** One circle: its ground, ring, name, people and badge. */
export class CircleDrawing {
  readonly group = svg("g", { class: "map__node" });
  readonly badge = svg("g", { class: "map__waits" });
  readonly link: SVGAElement;
  readonly #disc = svg("circle", { class: "map__circle" });
  readonly #rings: SVGCircleElement[] = [];
  readonly label = svg("g", { "aria-hidden": "true" });
  at: Disc;
  /** The box of its name; null while it has none. */
  box: LabelBox | null = null;
  #drawnAs = "";

  constructor(
    public placed: PlacedCircle,
    private readonly options: { prefix: string; sprite: string; label: string },
  ) {
    this.at = { x: placed.x, y: placed.y, r: placed.r };
    const { circle, depth } = placed;
    this.link = svg("a", {
      class: `map__link map__link--${Math.min(depth, 3)}`,
      href: circle.url,
      tabindex: -1,
      "data-key": circle.key,
      "aria-label": options.label,
    });
    if (circle.spent !== undefined) this.#rings.push(...this.#budget(circle.spent, circle.reserved ?? 0));
    this.link.append(this.#disc, ...this.#rings);
    for (const group of [this.group, this.label, this.badge]) group.setAttribute("data-hue", String(circle.hue));
    this.group.append(this.link);
    if ((circle.waiting || circle.sign) && depth) this.#drawBadge();
    this.move(this.at);
  }

  #budget(spent: number, reserved: number): SVGCircleElement[] {
    const arc = (kind: string, from: number, share: number) =>
      svg("circle", {
        class: `map__ring${kind}`,
        pathLength: 100,
        transform: "rotate(-90)",
        "stroke-dasharray": `0 ${round(from * 100)} ${round(share * 100)} 100`,
      });
    const rest = Math.max(0, Math.min(reserved, 1 - spent));
    const ground = svg("circle", { class: "map__ring map__ring--ground" });
    return [ground, arc("", 0, Math.min(1, spent)), arc(" map__ring--reserved", spent, rest)];
  }

  #drawBadge(): void {
    const { waiting, sign } = this.placed.circle;
    const half = sign && waiting ? 19 : 12;
    const kind = sign ? ` map__badge--${sign}` : "";
    this.badge.append(
      svg("rect", { class: `map__badge${kind}`, x: -half, y: -10, width: half * 2, height: 20, rx: 10 }),
    );
    if (sign) {
      const icon = sign === "objection" ? "i-sign-objection" : "i-clock";
      const look = sign === "objection" ? "sign sign--objection" : "sign sign--concern";
      this.badge.append(
        svg(
          "svg",
          { class: look, x: waiting ? -14 : -7, y: -7, width: 14, height: 14 },
          svg("use", { href: `${this.options.sprite}#${icon}` }),
        ),
      );
    }
    if (waiting) this.badge.append(svg("text", { class: "map__count", x: sign ? 9 : 0, y: 0.5 }, String(waiting)));
    this.badge.setAttribute("aria-hidden", "true");
  }

  /** Move and size the circle; `scale` is how many units a screen pixel is. */
  move(at: Disc, scale = 1): void {
    this.at = at;
    setAttribute(this.link, "transform", `translate(${round(at.x)} ${round(at.y)})`);
    setAttribute(this.#disc, "r", round(at.r));
    const pixels = at.r / scale;
    // A ring too small to be seen only costs time.
    for (const ring of this.#rings) ring.toggleAttribute("hidden", pixels < 9);
    if (pixels < 9) return;
    const width = Math.min(4 * scale, at.r * 0.12);
    for (const ring of this.#rings) {
      setAttribute(ring, "r", round(at.r - width / 2));
      setAttribute(ring, "stroke-width", round(width));
    }
    const reach = at.r * Math.SQRT1_2;
    const place = `${round(at.x + reach)} ${round(at.y + Math.max(reach, BADGE_DISTANCE * scale))}`;
    setAttribute(this.badge, "transform", `translate(${place}) scale(${round(scale)})`);
  }

  /** Take the focus, also when it is hidden. */
  focus(): void {
    this.group.removeAttribute("hidden");
    this.link.focus({ preventScroll: true });
  }

  /**
   * Draw the circle in its place if it `isVisible`, with name, people and badge if `isNear`; on a phone, which is
   * `isNarrow`, no name leaves its circle.
   */
  show(scale: number, isVisible: boolean, isNear: boolean, isNarrow = false): void {
    this.group.toggleAttribute("hidden", !isVisible);
    if (isVisible) this.move(this.placed, scale);
    this.#drawInside(scale, isNear, isNarrow);
  }

  /** Draw the name and the people, as far as there is room at this scale. */
  #drawInside(scale: number, isNear: boolean, isNarrow: boolean): void {
    const { x, y, r } = this.at;
    const pixels = isNear ? r / scale : 0;
    this.badge.toggleAttribute("hidden", pixels < 16);
    const key = pixels < 15 ? "" : [x, y, r, scale, isNarrow].join();
    if (key === this.#drawnAs) return;
    this.#drawnAs = key;
    this.label.replaceChildren();
    this.box = null;
    if (!key) return;
    const faces = this.#drawPeople(scale);
    // The outermost circle's name stands above the map.
    if (this.placed.depth === 0) {
      this.label.append(...faces);
      return;
    }
    // A name in full is worth more than the faces.
    const isArched = !this.placed.isLeaf || (faces.length > 0 && this.#fits(SMALLEST_FONT * scale));
    this.label.append(...(isArched ? [...faces, ...this.#nameOnArc(scale)] : this.#nameInside(scale, isNarrow)));
  }

  /** The radius of the arc for a name of this size, below the edge. */
  #arcRadius(size: number): number {
    return this.at.r - size * 1.45;
  }

  /** Whether the whole name has room on an arc of this size that is not too tight to read. */
  #fits(size: number): boolean {
    return this.placed.circle.name.length <= this.#lettersOnArc(size) && this.#arcRadius(size) >= size * 1.5;
  }

  /** How many letters have room on the arc. */
  #lettersOnArc(size: number): number {
    return Math.floor((this.#arcRadius(size) * 2.85) / (size * 0.55));
  }

  #nameOnArc(scale: number): SVGElement[] {
    const { circle, depth } = this.placed;
    const sizes = [14, 13, 12, 11, 10.5].filter((size) => size <= (depth > 1 ? 12 : 14)).map((size) => size * scale);
    // A smaller name is better than a cut one.
    const size = sizes.find((one) => this.#fits(one)) ?? SMALLEST_FONT * scale;
    const arc = this.#arcRadius(size);
    const name = shortenName(circle.name, this.#lettersOnArc(size));
    if (!name || arc < size * 1.5) return [];
    const id = `${this.options.prefix}-${circle.key}`;
    const { x, y } = this.at;
    this.box = boxOnArc(this.at, arc, name.length * size * LETTER, size);
    const path = svg("path", {
      id,
      fill: "none",
      d: `M${round(x - arc)} ${round(y)}a${round(arc)} ${round(arc)} 0 0 1 ${round(arc * 2)} 0`,
    });
    const text = svg("text", { class: "map__name", "font-size": round(size), "stroke-width": round(HALO * scale) });
    text.append(svg("textPath", { href: `#${id}`, startOffset: "50%" }, name));
    return [path, text];
  }

  /** The name in the middle. */
  #nameInside(scale: number, isNarrow: boolean): SVGElement[] {
    const { circle } = this.placed;
    const sizes = [13, 12, 11, SMALLEST_FONT].map((size) => size * scale);
    const written = isNarrow
      ? nameWithin(circle.name, this.at.r - HALO * scale, sizes, LETTER)
      : nameAcross(circle.name, this.at.r, { smallest: sizes.at(-1) ?? 0, largest: sizes[0] ?? 0, letter: LETTER });
    if (!written) return [];
    const { lines, size } = written;
    const letters = Math.max(...lines.map((line) => line.length));
    this.box = boxInside(this.at, letters * size * LETTER, lines.length, size);
    return lines.map((line, index) =>
      svg(
        "text",
        {
          class: "map__name map__name--inside",
          x: round(this.at.x),
          y: round(this.at.y + (index - (lines.length - 1) / 2) * size * 1.2),
          "font-size": round(size),
          "stroke-width": round(HALO * scale),
        },
        line,
      ),
    );
  }

  #drawPeople(scale: number): SVGElement[] {
    const faces = [...(this.placed.circle.faces ?? [])].sort((a, b) => Number(b.pilot ?? 0) - Number(a.pilot ?? 0));
    const { own, x, y, r } = this.placed;
    // An arched name leaves less than the whole circle.
    const room = own ?? { x, y: y + 8 * scale, r: r - 18 * scale };
    // In the circle in view, faces are larger.
    const largest = Math.max(20, Math.min(32, room.r / scale / 6));
    return placeFaces(faces.length, room, largest * scale, SMALLEST_FACE * scale).map((disc, index) => {
      const face = faces[index];
      const pilot = face?.pilot ? "--pilot" : "";
      const person = svg("g", { "data-hue": face?.hue ?? 0 });
      person.append(
        svg("circle", {
          class: `map__person${pilot && ` map__person${pilot}`}`,
          cx: round(disc.x),
          cy: round(disc.y),
          r: round(disc.r),
        }),
        svg(
          "text",
          {
            class: `map__initials${pilot && ` map__initials${pilot}`}`,
            x: round(disc.x),
            y: round(disc.y),
            "font-size": round(disc.r * 0.68),
          },
          face?.initials ?? "",
        ),
        svg("title", {}, face?.name ?? face?.initials ?? ""),
      );
      return person;
    });
  }
}
