/** The emoji by words for them: Unicode's names and key words in both languages, loaded when they are first asked for. */
import type { Emoji } from "emojibase";
import { folded } from "../editor/folding";

/** An emoji, and in one language its name and the words by which it is found. */
interface KnownEmoji {
  sign: string;
  name: string;
  named: string[];
  tagged: string[];
}

const NAMES: Record<string, () => Promise<{ default: Emoji[] }>> = {
  en: () => import("emojibase-data/en/data.json"),
  fr: () => import("emojibase-data/fr/data.json"),
};
const LONGEST_NAME = 1000;
const known = new Map<string, KnownEmoji[]>();

/**
 * The emoji of which a word begins with what was typed, whatever the accents, named in the page's language. First come
 * the favourites, then those found by a word of that language, by their name, by a whole word, and by a short name.
 */
export async function emojiFor(
  typed: string,
  language: string,
  favourites: readonly string[],
  most: number,
): Promise<{ sign: string; name: string }[]> {
  const own = Object.keys(NAMES).find((one) => language.startsWith(one)) ?? "en";
  const languages = [own, ...Object.keys(NAMES).filter((one) => one !== own)];
  const lists = await Promise.all(languages.map(load));
  const [looked, preferred] = [plain(typed), new Set(favourites.map(bare))];
  const found = new Map<string, number>();
  for (const [place, list] of lists.entries()) {
    for (const { sign, name, named, tagged } of list) {
      const begins = (word: string): boolean => word.startsWith(looked);
      const isNamed = named.some(begins);
      if (found.has(sign) || !(isNamed || tagged.some(begins))) continue;
      const isWhole = (isNamed ? named : tagged).includes(looked);
      const counts = [!preferred.has(bare(sign)), place > 0, !isNamed, !isWhole];
      const worse = counts.reduce((sum, count) => 2 * sum + Number(count), 0);
      found.set(sign, worse * LONGEST_NAME + name.length);
    }
  }
  const names = new Map(lists[0]?.map(({ sign, name }) => [sign, name]));
  const best = [...found].sort(([, one], [, other]) => one - other).slice(0, most);
  return best.map(([sign]) => ({ sign, name: names.get(sign) ?? "" }));
}

/** The emoji that `:name:` means: a short name of GitHub, or a whole name in one of the languages; else nothing. */
export async function emojiNamed(typed: string): Promise<string | null> {
  const [lists, { default: shortNames }] = await Promise.all([
    Promise.all(Object.keys(NAMES).map(load)),
    import("emojibase-data/en/shortcodes/github.json"),
  ]);
  const short = Object.entries(shortNames).find(([, names]) => [names].flat().includes(typed));
  const isMeant = short
    ? ({ sign }: KnownEmoji) => bare(sign) === fromCode(short[0])
    : ({ named }: KnownEmoji) => named.at(-1) === plain(typed);
  return lists.flat().find(isMeant)?.sign ?? (short ? fromCode(short[0]) : null);
}

/** All emoji, named in the page's language: the first ones first, then in Unicode's order. */
export async function allEmoji(language: string, first: readonly string[]): Promise<{ sign: string; name: string }[]> {
  const list = await load(Object.keys(NAMES).find((one) => language.startsWith(one)) ?? "en");
  const byOwn = new Map(list.map((one) => [bare(one.sign), one]));
  const ahead = new Set(first.map(bare).filter((sign) => byOwn.has(sign)));
  const rest = list.filter(({ sign }) => !ahead.has(bare(sign)));
  return [...[...ahead].flatMap((sign) => byOwn.get(sign) ?? []), ...rest].map(({ sign, name }) => ({ sign, name }));
}

async function load(language: string): Promise<KnownEmoji[]> {
  const before = known.get(language);
  if (before) return before;
  const data = (await NAMES[language]?.())?.default ?? [];
  const list = data.map(({ emoji, label, tags = [] }) => {
    const named = wordsOf(label);
    return { sign: emoji, name: label, named: [...named, named.join("")], tagged: wordsOf(tags.join(" ")) };
  });
  known.set(language, list);
  return list;
}

const wordsOf = (text: string): string[] => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** The sign of code points in hexadecimal, as emojibase keys them: "1F1EB-1F1F7". */
const fromCode = (code: string): string =>
  bare(String.fromCodePoint(...code.split("-").map((point) => Number.parseInt(point, 16))));

/** A sign without what says only how it is drawn. */
const bare = (sign: string): string => sign.replaceAll("\uFE0F", "");

function plain(words: string): string {
  return folded(words).replaceAll("œ", "oe").replaceAll("_", "");
}
