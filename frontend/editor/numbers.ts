/** Numbers as people write them in tables: 1 234,50 €, 1,234.50, -3 %. richtext/numbers.py reads them alike. Pure. */

/** A number, and how it was written: so that others can be written like it. */
export interface WrittenNumber {
  value: number;
  decimals: number;
  /** The sign between units and tenths; nothing where there are none. */
  point: string;
  /** The sign between thousands; nothing where there is none. */
  group: string;
  before: string;
  after: string;
}

const SPACES = "[\\s\\u00a0\\u202f]";
const SHAPE = new RegExp(
  `^(\\D{0,4}?)([-+\\u2212]?)${SPACES}?(\\d(?:[\\d.,'’]|${SPACES}(?=\\d))*)((?:${SPACES}?\\D{0,8})?)$`,
  "u",
);

/** Reads a cell's words as a number; null where they are anything else. */
export function numberIn(words: string): WrittenNumber | null {
  const found = SHAPE.exec(words.trim());
  if (!found) return null;
  const [, before = "", sign = "", digits = "", after = ""] = found;
  const isNegative = /[-\u2212]/.test(sign) || /[-\u2212]$/.test(before);
  const { whole, tenths, point, group } = parted(digits);
  const value = Number(`${whole.replace(/\D/g, "")}.${tenths || "0"}`);
  if (!Number.isFinite(value) || digits.length > 24) return null;
  const signed = isNegative ? -value : value;
  return { value: signed, decimals: tenths.length, point, group, before: before.replace(/[-\u2212]$/, ""), after };
}

/** The last dot or comma parts units from tenths, unless three digits follow a comma, or it stands there twice. */
function parted(digits: string): { whole: string; tenths: string; point: string; group: string } {
  const signs = [...digits.matchAll(/[.,]/g)].map(([sign]) => sign);
  const last = signs.at(-1) ?? "";
  const at = digits.lastIndexOf(last);
  const tail = last ? digits.slice(at + 1) : "";
  const isAlone = signs.filter((sign) => sign === last).length === 1;
  const isPoint =
    last !== "" && isAlone && /^\d*$/.test(tail) && !(last === "," && signs.length === 1 && tail.length === 3);
  const whole = isPoint ? digits.slice(0, at) : digits;
  return { whole, tenths: isPoint ? tail : "", point: isPoint ? last : "", group: /\D/.exec(whole)?.[0] ?? "" };
}
