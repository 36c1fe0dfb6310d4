/** The map's SVG: one group a circle, moved and sized by attributes alone; no style attribute anywhere. */
import { type Box, boxInside, boxOnArc } from "./crowd";
import { lines, type Place, type Spot, seats, short } from "./layout";

const SVG = "http://www.w3.org/2000/svg";

export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Record<string, string | number> = {},
  ...children: (SVGElement | string)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** The smallest letters that can be read, in pixels; how wide one is, of its size; how wide a name, of its radius. */
const SMALLEST = 10.5;
const LETTER = 0.56;
const OVER = 3.1;
/** How far the ground stands around a name, in pixels. */
const HALO = 3;
const BELOW = 18; // pixels from the middle to a badge at least: in a small circle it would hide the name
/** The smallest face in which initials can be read, in pixels of its radius. */
const SMALLEST_FACE = 12;

const round = (value: number) => Math.round(value * 100) / 100;

/** What is as it was is left alone: each attribute that is set costs a look at the styles. */
function set(element: SVGElement, name: string, value: string | number): void {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

/** One circle: its ground, ring, name, people and badge. */
export class Drawn {
  readonly group = svg("g", { class: "map__node" });
  readonly badge = svg("g", { class: "map__waits" });
  readonly link: SVGAElement;
  readonly #disc = svg("circle", { class: "map__circle" });
  readonly #rings: SVGCircleElement[] = [];
  readonly words = svg("g", { "aria-hidden": "true" });
  at: Place;
  /** Where its name stands; null while it has none. */
  box: Box | null = null;
  #written = "";

  constructor(
    public spot: Spot,
    private readonly names: { prefix: string; sprite: string; label: string },
  ) {
    this.at = { x: spot.x, y: spot.y, r: spot.r };
    const { circle, depth } = spot;
    this.link = svg("a", {
      class: `map__link map__link--${Math.min(depth, 3)}`,
      href: circle.url,
      tabindex: -1,
      "data-key": circle.key,
      "aria-label": names.label,
    });
    if (circle.spent !== undefined) this.#rings.push(...this.#budget(circle.spent, circle.reserved ?? 0));
    this.link.append(this.#disc, ...this.#rings);
    for (const group of [this.group, this.words, this.badge]) group.setAttribute("data-hue", String(circle.hue));
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
    const { waiting, sign } = this.spot.circle;
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
          svg("use", { href: `${this.names.sprite}#${icon}` }),
        ),
      );
    }
    if (waiting) this.badge.append(svg("text", { class: "map__count", x: sign ? 9 : 0, y: 0.5 }, String(waiting)));
    this.badge.setAttribute("aria-hidden", "true");
  }

  /** Put the circle somewhere, in any size; `scale` is how many units one screen pixel has. */
  move(at: Place, scale = 1): void {
    this.at = at;
    set(this.link, "transform", `translate(${round(at.x)} ${round(at.y)})`);
    set(this.#disc, "r", round(at.r));
    const pixels = at.r / scale;
    // A ring too small to be read only costs time.
    for (const ring of this.#rings) ring.toggleAttribute("hidden", pixels < 9);
    if (pixels < 9) return;
    const width = Math.min(4 * scale, at.r * 0.12);
    for (const ring of this.#rings) {
      set(ring, "r", round(at.r - width / 2));
      set(ring, "stroke-width", round(width));
    }
    const reach = at.r * Math.SQRT1_2;
    const place = `${round(at.x + reach)} ${round(at.y + Math.max(reach, BELOW * scale))}`;
    set(this.badge, "transform", `translate(${place}) scale(${round(scale)})`);
  }

  /** Take the focus, also where it could not be seen. */
  focus(): void {
    this.group.removeAttribute("hidden");
    this.link.focus({ preventScroll: true });
  }

  /** Draw it where it belongs, if it `isSeen`; what nobody sees is left alone. With name, people and badge if `isNear`. */
  show(scale: number, isSeen: boolean, isNear: boolean): void {
    this.group.toggleAttribute("hidden", !isSeen);
    if (isSeen) this.move(this.spot, scale);
    this.#write(scale, isNear);
  }

  /** Write the name and the people, as far as there is room at this scale. */
  #write(scale: number, isNear: boolean): void {
    const { x, y, r } = this.at;
    const pixels = isNear ? r / scale : 0;
    this.badge.toggleAttribute("hidden", pixels < 16);
    const written = pixels < 15 ? "" : [x, y, r, scale].join();
    if (written === this.#written) return;
    this.#written = written;
    this.words.replaceChildren();
    this.box = null;
    if (!written) return;
    const faces = this.#people(scale);
    // The outermost circle is named above the map.
    if (this.spot.depth === 0) {
      this.words.append(...faces);
      return;
    }
    // A whole name comes before the faces.
    const arched = !this.spot.isLeaf || (faces.length > 0 && this.#fits(SMALLEST * scale));
    this.words.append(...(arched ? [...faces, ...this.#onArc(scale)] : this.#inside(scale)));
  }

  /** The radius on which a name of this size stands below the edge, and how many letters have room on it. */
  #arc(size: number): number {
    return this.at.r - size * 1.45;
  }

  /** Whether the whole name has room on an arc of this size that is not too tight to be read. */
  #fits(size: number): boolean {
    return this.spot.circle.name.length <= this.#letters(size) && this.#arc(size) >= size * 1.5;
  }

  #letters(size: number): number {
    return Math.floor((this.#arc(size) * 2.85) / (size * 0.55));
  }

  #onArc(scale: number): SVGElement[] {
    const { circle, depth } = this.spot;
    const sizes = [14, 13, 12, 11, 10.5].filter((size) => size <= (depth > 1 ? 12 : 14)).map((size) => size * scale);
    // Smaller rather than cut.
    const size = sizes.find((one) => this.#fits(one)) ?? SMALLEST * scale;
    const arc = this.#arc(size);
    const name = short(circle.name, this.#letters(size));
    if (!name || arc < size * 1.5) return [];
    const id = `${this.names.prefix}-${circle.key}`;
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

  /** In the middle; a name wider than its circle stands over the edge, at a size that can be read, rather than be cut. */
  #inside(scale: number): SVGElement[] {
    const room = this.at.r * OVER;
    const longest = Math.max(...this.spot.circle.name.split(" ").map((word) => word.length));
    const fitting = (this.at.r * 1.65) / (longest * LETTER);
    const size = Math.max(SMALLEST * scale, Math.min(13 * scale, this.at.r * 0.38, fitting));
    const written = lines(this.spot.circle.name, Math.floor(room / (size * LETTER)));
    const letters = Math.max(...written.map((line) => line.length));
    this.box = boxInside(this.at, letters * size * LETTER, written.length, size);
    return written.map((line, index) =>
      svg(
        "text",
        {
          class: "map__name map__name--inside",
          x: round(this.at.x),
          y: round(this.at.y + (index - (written.length - 1) / 2) * size * 1.2),
          "font-size": round(size),
          "stroke-width": round(HALO * scale),
        },
        line,
      ),
    );
  }

  #people(scale: number): SVGElement[] {
    const faces = [...(this.spot.circle.faces ?? [])].sort((a, b) => Number(b.pilot ?? 0) - Number(a.pilot ?? 0));
    const { own, x, y, r } = this.spot;
    // Below an arched name there is less than the whole circle.
    const room = own ?? { x, y: y + 8 * scale, r: r - 18 * scale };
    // Those one has gone in to see are drawn larger.
    const largest = Math.max(20, Math.min(32, room.r / scale / 6));
    return seats(faces.length, room, largest * scale, SMALLEST_FACE * scale).map((seat, index) => {
      const face = faces[index];
      const pilot = face?.pilot ? "--pilot" : "";
      const person = svg("g", { "data-hue": face?.hue ?? 0 });
      person.append(
        svg("circle", {
          class: `map__person${pilot && ` map__person${pilot}`}`,
          cx: round(seat.x),
          cy: round(seat.y),
          r: round(seat.r),
        }),
        svg(
          "text",
          {
            class: `map__initials${pilot && ` map__initials${pilot}`}`,
            x: round(seat.x),
            y: round(seat.y),
            "font-size": round(seat.r * 0.68),
          },
          face?.initials ?? "",
        ),
        svg("title", {}, face?.name ?? face?.initials ?? ""),
      );
      return person;
    });
  }
}
