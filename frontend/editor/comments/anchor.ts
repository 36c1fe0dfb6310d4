/**
 * What a comment is about, and where that is now. In this order: where its positions still give its words; where its
 * words stand with what stood around them; where its positions lead, to other words; nowhere: it is an orphan.
 */
import type { Node } from "@tiptap/pm/model";
import { LEAF, type Range, SqueezedText, squeeze } from "./squeezed_text";

export interface Anchor {
  quote: string;
  before: string;
  after: string;
}

/** An anchor as the server keeps it: positions in base64, of one epoch of the document. */
export interface StoredAnchor extends Anchor {
  start: string;
  end: string;
  epoch: number;
}

const LONGEST_QUOTE = 2_000;
const CONTEXT = 48;
/** So many characters around the words, without space, must be the same. */
const MATCHING = 8;
/** Words as long as this that stand only once need nothing around them. */
const UNMISTAKABLE = 24;

/** Describes a range; null where it has no words. */
export function describe(doc: Node, range: Range): { anchor: Anchor; range: Range } | null {
  const trimmed = SqueezedText.of(doc).trimmed(range);
  if (!trimmed) return null;
  const { from, to } = trimmed;
  const words = (first: number, end: number): string => doc.textBetween(first, end, "\n", LEAF);
  return {
    range: trimmed,
    anchor: {
      quote: words(from, to).slice(0, LONGEST_QUOTE),
      before: words(Math.max(0, from - 2 * CONTEXT), from).slice(-CONTEXT),
      after: words(to, Math.min(doc.content.size, to + 2 * CONTEXT)).slice(0, CONTEXT),
    },
  };
}

/** Where an anchor is in a text; `live` is where its positions lead, null where that is gone or empty. */
export function resolve(anchor: Anchor, live: Range | null, text: SqueezedText): Range | null {
  if (live && says(anchor, live, text)) return live;
  return findWords(anchor, live, text) ?? live;
}

export function says(anchor: Anchor, range: Range, text: SqueezedText): boolean {
  const quote = squeeze(anchor.quote);
  const words = text.between(range);
  return words === quote || (anchor.quote.length >= LONGEST_QUOTE && words.startsWith(quote));
}

function findWords(anchor: Anchor, live: Range | null, words: SqueezedText): Range | null {
  const { text } = words;
  const [quote, before, after] = [squeeze(anchor.quote), squeeze(anchor.before), squeeze(anchor.after)];
  if (!quote) return null;
  const enough = Math.min(MATCHING, before.length + after.length);
  let best: { index: number; score: number; away: number } | null = null;
  let times = 0;
  for (let index = text.indexOf(quote); index >= 0; index = text.indexOf(quote, index + 1)) {
    times += 1;
    const score =
      commonEnd(text.slice(Math.max(0, index - before.length), index), before) +
      commonStart(text.slice(index + quote.length, index + quote.length + after.length), after);
    const away = live ? Math.abs(words.range(index, quote.length).from - live.from) : 0;
    if (!best || score > best.score || (score === best.score && away < best.away)) best = { index, score, away };
  }
  if (!best) return null;
  const isSure = enough > 0 && best.score >= enough;
  const isUnmistakable = times === 1 && (enough === 0 || quote.length >= UNMISTAKABLE);
  return isSure || isUnmistakable ? words.range(best.index, quote.length) : null;
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1;
  return length;
}

function commonEnd(one: string, other: string): number {
  let length = 0;
  while (length < one.length && length < other.length && one.at(-1 - length) === other.at(-1 - length)) length += 1;
  return length;
}
