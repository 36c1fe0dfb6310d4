/** Every pair of colours in tokens.css has enough contrast, in both schemes, for all 36 hues of circles. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { COLOURS } from "../editor/nodes/looks";

const css = readFileSync("static/css/tokens.css", "utf8");
const COLOUR = /oklch\(([\d.]+) ([\d.]+) ([\d.]+|var\(--hue\))\)/;
const TOKEN = new RegExp(`--([\\w-]+): light-dark\\((${COLOUR.source}), (${COLOUR.source})\\)`, "g");
type Pair = { light: string; dark: string };
const tokens = new Map<string, Pair>(
  [...css.matchAll(TOKEN)].map((match) => [match[1] ?? "", { light: match[2] ?? "", dark: match[6] ?? "" }]),
);

type Rgb = [number, number, number];

/** OKLCH to linear sRGB (Ottosson's matrices). */
function linear(l: number, c: number, h: number): Rgb {
  const [a, b] = [c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)];
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const small = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * small,
    -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * small,
    -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * small,
  ];
}

/** Relative luminance; a colour out of gamut loses chroma until it is in, as in browsers. */
function luminance(colour: string, hue: number): number {
  const [, l, c, h] = COLOUR.exec(colour) ?? [];
  const angle = h === "var(--hue)" ? hue : Number(h);
  let chroma = Number(c);
  let rgb = linear(Number(l), chroma, angle);
  while (chroma > 0 && rgb.some((part) => part < -0.0005 || part > 1.0005)) {
    chroma -= 0.001;
    rgb = linear(Number(l), chroma, angle);
  }
  const [red, green, blue] = rgb.map((part) => Math.min(1, Math.max(0, part))) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(front: string, back: string, scheme: keyof Pair, hue = 0): number {
  const [one, other] = [front, back].map((name) => luminance(tokens.get(name)?.[scheme] ?? "", hue)) as [
    number,
    number,
  ];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** What a colour means has a wash and a mark of it beside the colour itself. */
const MEANINGS = [...tokens.keys()].filter((name) => tokens.has(`${name}-mark`) && tokens.has(`${name}-wash`));
const HUES = Array.from({ length: 36 }, (_, step) => step * 10);

function tooWeak(fronts: string[], backs: string[], floor: number, scheme: keyof Pair, hues = [0]): string[] {
  const pairs = fronts.flatMap((front) => backs.flatMap((back) => hues.map((hue) => ({ front, back, hue }))));
  return pairs
    .filter(({ front, back, hue }) => !(contrast(front, back, scheme, hue) >= floor))
    .map(({ front, back, hue }) => `${front} on ${back} (${hue}): ${contrast(front, back, scheme, hue).toFixed(2)}`);
}

const WORDS = COLOURS.map((name) => `words-${name}`);
const MARKED = COLOURS.map((name) => `marked-${name}`);

describe.each(["light", "dark"] as const)("in the %s scheme", (scheme) => {
  test("text is legible on every ground (7:1)", () => {
    const grounds = ["paper", "sheet", "shade", "wash", "accent-wash"];
    expect(tooWeak(["ink", "ink-2", "accent", ...MEANINGS], grounds, 7, scheme)).toEqual([]);
    expect(MEANINGS.flatMap((name) => tooWeak([name], [`${name}-wash`], 7, scheme))).toEqual([]);
    expect(tooWeak(["on-accent"], ["accent-fill", "accent-fill-2"], 7, scheme)).toEqual([]);
  });

  test("words in every colour are legible on every ground, and on what is highlighted in another", () => {
    expect(tooWeak(WORDS, ["paper", "sheet", "wash"], 7, scheme)).toEqual([]);
    expect(tooWeak(["ink"], MARKED, 7, scheme)).toEqual([]);
    expect(tooWeak([...WORDS, "ink-2", "accent"], MARKED, 4.5, scheme)).toEqual([]);
  });

  test("marks and the edges of controls are visible (3:1)", () => {
    const marks = MEANINGS.map((name) => `${name}-mark`);
    expect(tooWeak(["ink-3", "field", ...marks], ["paper", "sheet", "wash"], 3, scheme)).toEqual([]);
  });

  test("every circle is visible and its name legible, whatever its hue", () => {
    expect(tooWeak(["circle"], ["paper", "wash"], 3, scheme, HUES)).toEqual([]);
    expect(tooWeak(["circle-ink"], ["circle-wash", "circle-ground"], 7, scheme, HUES)).toEqual([]);
  });
});

test("every meaning and every colour of words is among these", () => {
  expect(MEANINGS).toEqual(expect.arrayContaining(["consent", "concern", "objection", "time"]));
  const ours = (beginning: string) => [...tokens.keys()].filter((name) => name.startsWith(beginning)).sort();
  expect(ours("words-")).toEqual([...WORDS].sort());
  expect(ours("marked-")).toEqual([...MARKED].sort());
  const half = [...tokens.keys()].filter((name) => /-(mark|wash)$/.test(name)).map((name) => name.replace(/-\w+$/, ""));
  expect(half.filter((name) => ![...MEANINGS, "accent", "circle"].includes(name))).toEqual([]);
});

test("black on white is computed as 21:1", () => {
  tokens.set("black", { light: "oklch(0 0 0)", dark: "oklch(0 0 0)" });
  tokens.set("white", { light: "oklch(1 0 0)", dark: "oklch(1 0 0)" });
  expect(contrast("black", "white", "light")).toBeCloseTo(21, 1);
});
