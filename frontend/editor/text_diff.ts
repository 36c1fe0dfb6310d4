/** The difference between two texts, block by block and word by word, by the rules of the server's; pure. */
import type { DiffArraysOptionsAbortable } from "diff";
import { diffArrays } from "diff/lib/diff/array.js"; // alone: 3 kB; the package as a whole 7

/** A run of text in a block: `same` and `ins` are in the new text, `del` only in the old one. */
export interface DiffRun {
  kind: "same" | "ins" | "del";
  text: string;
}

/** A changed block of the new text at `index`, with its runs; or a removed old one, before the new one at `index`. */
export interface BlockChange {
  index: number;
  runs: DiffRun[];
  isRemoved?: true;
}

/** What was removed, what was added in its place, and what is the same after it, as it is in the new text. */
interface Step {
  removed: string[];
  added: string[];
  same: string[];
}

/** Around what a formula or a mention is read as: another one is another as a whole, though some of its letters stay. */
export const ATOM_BEGINS = "\ue0f0";
export const ATOM_ENDS = "\ue0f1";
/** In place of the first of them: that it is a formula, which is shown as one. */
export const FORMULA_BEGINS = "\ue0f2";

/** A text without the signs around atoms. */
export const withoutSigns = (text: string): string => text.replaceAll(/[\ue0f0-\ue0f2]/g, "");

const WORDS = /[\ue0f0\ue0f2][^\ue0f1]*\ue0f1|\s+|[\p{L}\p{N}_]+(?:[.,’'-][\p{L}\p{N}_]+)*|[^\s\p{L}\p{N}_]/gu;
/** Two blocks with at least this share of words in common are one block that was changed. */
const ALIKE = 0.35;
/** Where more differs, one text was replaced by the other: typing must not wait for a finer comparison. */
const MOST_EDITS = 300;
const MOST_UNLIKE_BLOCKS = 100;

const wordsOf = (text: string): string[] => text.match(WORDS) ?? [];

/** The runs from one text to another; removed text precedes added text, and blanks between changes belong to them. */
export function diffWords(before: string, after: string): DiffRun[] {
  const runs: DiffRun[] = [];
  const append = (kind: DiffRun["kind"], text: string): void => {
    const last = runs.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text) runs.push({ kind, text });
  };
  let removed = "";
  let added = "";
  const steps = stepsBetween(wordsOf(before), wordsOf(after), { maxEditLength: MOST_EDITS });
  steps.forEach((step, index) => {
    const same = step.same.join("");
    removed += step.removed.join("");
    added += step.added.join("");
    if (!same.trim() && (removed || added) && index < steps.length - 1) {
      removed += same;
      added += same;
      return;
    }
    const end = commonBlank(removed, added);
    append("del", removed.slice(0, removed.length - end.length));
    append("ins", added.slice(0, added.length - end.length));
    append("same", end + same);
    removed = added = "";
  });
  return runs;
}

/** The blank with which both texts end. */
function commonBlank(one: string, other: string): string {
  const blank = one.slice(one.trimEnd().length);
  return other.endsWith(blank) ? blank : "";
}

/** The changes from the old blocks to the new ones, keeping as much as possible; unchanged blocks are omitted. */
export function diffBlocks(old: readonly string[], now: readonly string[]): BlockChange[] {
  const changes: BlockChange[] = [];
  let [i, j] = [0, 0];
  const isAlike = likeness();
  for (const replaced of stepsBetween(old, now, { maxEditLength: MOST_EDITS })) {
    const options = { comparator: isAlike, maxEditLength: MOST_UNLIKE_BLOCKS };
    for (const { removed, added, same } of stepsBetween(replaced.removed, replaced.added, options)) {
      i += removed.length;
      for (const text of removed) {
        if (text.trim()) changes.push({ index: j, runs: [{ kind: "del", text }], isRemoved: true });
      }
      for (const text of added) {
        if (text.trim()) changes.push({ index: j, runs: [{ kind: "ins", text }] });
        j++;
      }
      for (const text of same) {
        const before = old[i++] ?? "";
        if (before !== text) changes.push({ index: j, runs: diffWords(before, text) });
        j++;
      }
    }
    i += replaced.same.length;
    j += replaced.same.length;
  }
  return changes;
}

/** Whether two blocks are one that was changed, asked of many. */
function likeness(): (before: string, after: string) => boolean {
  const known = new Map<string, Set<string>>();
  const words = (text: string): Set<string> => {
    const found = known.get(text) ?? new Set(wordsOf(text).filter((word) => word.trim()));
    known.set(text, found);
    return found;
  };
  return (before, after) => {
    const [one, other] = [words(before), words(after)];
    let both = 0;
    for (const word of one) both += Number(other.has(word));
    return both > 0 && (2 * both) / (one.size + other.size) >= ALIKE;
  };
}

function stepsBetween(
  old: readonly string[],
  now: readonly string[],
  options: DiffArraysOptionsAbortable<string>,
): Step[] {
  const steps: Step[] = [];
  let step: Step = { removed: [], added: [], same: [] };
  const parts = diffArrays([...old], [...now], options);
  if (!parts) return [{ removed: [...old], added: [...now], same: [] }];
  for (const { removed, added, value } of parts) {
    if (removed) step.removed.push(...value);
    else if (added) step.added.push(...value);
    else step.same = value;
    if (removed || added) continue;
    steps.push(step);
    step = { removed: [], added: [], same: [] };
  }
  return step.removed.length || step.added.length ? [...steps, step] : steps;
}
