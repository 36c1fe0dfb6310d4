/**
 * Colours, highlight and alignment of pasted text, as far as they are of ours: the nearest colour, none for what is black
 * or white by default. documents/richtext/looks.py reads files by the same rules.
 */
import { ALIGNMENTS, COLOURS, type Colour, USUAL_HIGHLIGHT } from "./nodes/looks";

const OTHERS: Record<string, Colour> = {
  gray: "grey",
  silver: "grey",
  darkgray: "grey",
  lightgrey: "grey",
  darkred: "red",
  maroon: "red",
  pink: "red",
  gold: "yellow",
  olive: "green",
  teal: "green",
  lime: "green",
  darkgreen: "green",
  aqua: "blue",
  cyan: "blue",
  navy: "blue",
  darkblue: "blue",
  darkcyan: "blue",
  purple: "violet",
  fuchsia: "violet",
  magenta: "violet",
  darkmagenta: "violet",
};
/** Up to which hue, in degrees, a colour is called so. */
const HUES: readonly (readonly [number, Colour])[] = [
  [18, "red"],
  [42, "orange"],
  [70, "yellow"],
  [165, "green"],
  [258, "blue"],
  [325, "violet"],
  [360, "red"],
];
const LEAST_SATURATION = 0.12;
const COLOUR = /(?<![\w-])color:\s*([^;"]+)/i;
const GROUND = /(?<![\w-])(?:background(?:-color)?|mso-highlight):\s*([^;"]+)/i;
const ALIGNED = /(?<![\w-])text-align:\s*(\w+)/i;

/** Which of our colours another one is; null for black, white and what is none, of a ground also for the lightest grey. */
export function nearestColour(css: string, isGround = false): Colour | null {
  const name = css.trim().toLowerCase();
  const known = COLOURS.find((each) => each === name) ?? OTHERS[name];
  if (known) return known;
  const parts = partsOf(name);
  if (!parts) return null;
  const [red, green, blue] = parts;
  const [most, least] = [Math.max(...parts), Math.min(...parts)];
  const [spread, lightness] = [(most - least) / 255, (most + least) / 510];
  if (spread < LEAST_SATURATION / (isGround ? 2 : 1)) {
    const [darkest, lightest] = isGround ? [0.2, 0.93] : [0.32, 0.85];
    return lightness > darkest && lightness < lightest ? "grey" : null;
  }
  const turn = { [blue]: (red - green) / (most - least) + 4, [green]: (blue - red) / (most - least) + 2 };
  const sixth = most === red ? ((green - blue) / (most - least) + 6) % 6 : (turn[most] ?? 0);
  return HUES.find(([end]) => sixth * 60 <= end)?.[1] ?? null;
}

function partsOf(css: string): [number, number, number] | null {
  const rgb = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:[\s,/]+([\d.]+%?))?\s*\)$/.exec(css);
  if (rgb) return Number.parseFloat(rgb[4] ?? "1") === 0 ? null : [Number(rgb[1]), Number(rgb[2]), Number(rgb[3])];
  const hex = /^#([0-9a-f]{6}|[0-9a-f]{3})$/.exec(css)?.[1];
  if (!hex) return null;
  const digits = hex.length === 6 ? hex : [...hex].map((digit) => digit + digit).join("");
  return [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16)) as [number, number, number];
}

/** What a style says of words: their colour, unless they are of a link or a title, whose look is that of all of these. */
export function wordLooks(element: HTMLElement, style: string): { colour: Colour | null; ground: Colour | null } {
  const isOfAnother = element.closest("a, h1, h2, h3, h4, h5, h6") !== null || element.querySelector("a") !== null;
  const said = COLOUR.exec(style)?.[1] ?? element.getAttribute("color") ?? "";
  const ground = GROUND.exec(style)?.[1] ?? "";
  return { colour: isOfAnother ? null : nearestColour(said), ground: nearestColour(ground, true) };
}

/** Puts words into a mark of ours. */
export function colourInside(element: HTMLElement, tag: "span" | "mark", colour: Colour): void {
  const mark = element.ownerDocument.createElement(tag);
  if (tag === "span" || colour !== USUAL_HIGHLIGHT) mark.dataset.colour = colour;
  mark.append(...element.childNodes);
  element.append(mark);
}

/** Aligns a paragraph or title as its style says. */
export function align(element: HTMLElement, style: string): void {
  const said = (ALIGNED.exec(style)?.[1] ?? element.getAttribute("align") ?? "").toLowerCase();
  const known = ALIGNMENTS.find((each) => each === said);
  if (known) element.dataset.align = known;
}
