/** Numbers as people write them in tables: 1 234,50 €, 1,234.50, -3 %. documents/richtext/numbers.py reads them alike. Pure. */

/** A number, and how it was written. */
export interface WrittenNumber {
  /** Its digits without the point, of which the last `decimals` stand behind it. */
  units: bigint;
  decimals: number;
  point: string;
  /** The sign between thousands. */
  group: string;
  before: string;
  after: string;
}

const SHAPE =
  /^((?:[€$£¥₹~≈±(]|[A-Z]{2,3}\s)?\s?)([-+\u2212]?)\s?([0-9](?:[0-9.,'’]|\s(?=[0-9]{3}))*)((?:\s?[^0-9\s][^0-9]{0,9})?)$/;
const LONGEST = 24;

/** Reads a cell's words as a number; null where they are anything else. */
export function numberIn(words: string): WrittenNumber | null {
  const found = SHAPE.exec(words.trim());
  if (!found) return null;
  const [, before = "", sign = "", digits = "", after = ""] = found;
  if (digits.length > LONGEST) return null;
  const { whole, tenths, point } = parted(digits);
  const units = BigInt(whole.replace(/[^0-9]/g, "") + tenths);
  const group = /[^0-9]/.exec(whole)?.[0] ?? "";
  const isNegative = sign === "-" || sign === "\u2212";
  return { units: isNegative ? -units : units, decimals: tenths.length, point, group, before, after };
}

/** The last dot or comma parts units from tenths, unless three digits follow a lone comma, or there are several. */
function parted(digits: string): { whole: string; tenths: string; point: string } {
  const points: string[] = digits.match(/[.,]/g) ?? [];
  const last = points.at(-1) ?? "";
  const at = last ? digits.lastIndexOf(last) : digits.length;
  const tail = digits.slice(at + 1);
  const isGroup = last === "," && points.length === 1 && tail.length === 3;
  const isTwice = points.filter((point) => point === last).length > 1;
  if (!last || isTwice || isGroup || /[^0-9]/.test(tail)) return { whole: digits, tenths: "", point: "" };
  return { whole: digits.slice(0, at), tenths: tail, point: last };
}

/** Less than nothing where the first is smaller than the second. */
export function compareNumbers(one: WrittenNumber, other: WrittenNumber): number {
  const scale = Math.max(one.decimals, other.decimals);
  const [first, second] = [scaled(one, scale), scaled(other, scale)];
  return first < second ? -1 : Number(first > second);
}

const scaled = ({ units, decimals }: WrittenNumber, scale: number): bigint => units * 10n ** BigInt(scale - decimals);

/** The sum of the numbers among some cells, written as they are; other words count nothing. */
export function totalOf(cells: readonly string[]): string {
  const numbers = cells.map(numberIn).filter((number) => number !== null);
  const decimals = Math.max(0, ...numbers.map((number) => number.decimals));
  const total = numbers.reduce((sum, number) => sum + scaled(number, decimals), 0n);
  const digits = String(total < 0n ? -total : total).padStart(decimals + 1, "0");
  const at = digits.length - decimals;
  const group = numbers.find((number) => number.group)?.group ?? "";
  const point = numbers.find((number) => number.point)?.point ?? "";
  const whole = group ? digits.slice(0, at).replace(/(?<=[0-9])(?=(?:[0-9]{3})+$)/g, group) : digits.slice(0, at);
  const [before, after] = (["before", "after"] as const).map((side) => common(numbers.map((number) => number[side])));
  return `${before}${total < 0n ? "-" : ""}${whole}${decimals ? point : ""}${digits.slice(at)}${after}`;
}

const common = (said: readonly string[]): string => (new Set(said).size === 1 ? (said[0] ?? "") : "");
