/** The difference between two texts, block by block and word by word; pure. */

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

const WORDS = /\s+|[\p{L}\p{N}_]+(?:[.,’'-][\p{L}\p{N}_]+)*|[^\s\p{L}\p{N}_]/gu;
/** Two blocks with at least this share of words in common are one block that was changed. */
const ALIKE = 0.35;
/** Blocks whose word counts multiply to more than this are not compared word by word: typing must not wait. */
const MAX_COMPARISONS = 250_000;

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
  const flush = (): void => {
    append("del", removed);
    append("ins", added);
    removed = added = "";
  };
  const steps = diffSteps(wordsOf(before), wordsOf(after));
  steps.forEach(({ kind, text }, index) => {
    const between =
      kind === "same" && !text.trim() && (removed || added) && (steps[index + 1]?.kind ?? "same") !== "same";
    if (kind === "same" && !between) {
      flush();
      append("same", text);
      return;
    }
    if (kind !== "ins") removed += text;
    if (kind !== "del") added += text;
  });
  flush();
  return runs;
}

function diffSteps(old: string[], now: string[]): DiffRun[] {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const run = (kind: DiffRun["kind"], words: string[]): DiffRun[] => words.map((text) => ({ kind, text }));
  const a = old.slice(start, old.length - end);
  const b = now.slice(start, now.length - end);
  const middle = a.length * b.length > MAX_COMPARISONS ? [...run("del", a), ...run("ins", b)] : longestCommon(a, b);
  return [...run("same", now.slice(0, start)), ...middle, ...run("same", now.slice(now.length - end))];
}

function longestCommon(a: string[], b: string[]): DiffRun[] {
  const width = b.length + 1;
  const best = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => best[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      best[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const steps: DiffRun[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [before, after] = [a[i], b[j]];
    if (before !== undefined && before === after) {
      steps.push({ kind: "same", text: before });
      i++;
      j++;
    } else if (after === undefined || (before !== undefined && at(i + 1, j) >= at(i, j + 1))) {
      steps.push({ kind: "del", text: before ?? "" });
      i++;
    } else {
      steps.push({ kind: "ins", text: after });
      j++;
    }
  }
  return steps;
}

/** How much two blocks have in common, from 0 to 1; 0 when it is too little for one block that was changed. */
function likeness(before: string, after: string): number {
  if (before === after) return 1;
  const [one, other] = [before, after].map((text) => new Set(wordsOf(text).filter((word) => word.trim())));
  if (!one?.size || !other?.size) return 0;
  const both = [...one].filter((word) => other.has(word)).length;
  const share = (2 * both) / (one.size + other.size);
  // Equal blocks are matched before similar ones.
  return share >= ALIKE ? share * 0.9 : 0;
}

/** The changes from the old blocks to the new ones, keeping as much as possible; unchanged blocks are omitted. */
export function diffBlocks(old: readonly string[], now: readonly string[]): BlockChange[] {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const [a, b] = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  const changes: BlockChange[] = [];
  const remove = (text: string, index: number): void => {
    if (text.trim()) changes.push({ index: start + index, runs: [{ kind: "del", text }], isRemoved: true });
  };
  const add = (text: string, index: number): void => {
    if (text.trim()) changes.push({ index: start + index, runs: [{ kind: "ins", text }] });
  };
  const stays = a.map((one) => b.map((other) => likeness(one, other)));
  const best = a.map(() => new Float64Array(b.length + 1)).concat(new Float64Array(b.length + 1));
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0;
  const both = (i: number, j: number): number => (stays[i]?.[j] ? stays[i][j] + at(i + 1, j + 1) : 0);
  for (let i = a.length - 1; i >= 0; i--) {
    const row = best[i];
    for (let j = b.length - 1; row && j >= 0; j--) row[j] = Math.max(both(i, j), at(i + 1, j), at(i, j + 1));
  }
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [one, other] = [a[i], b[j]];
    if (one !== undefined && other !== undefined && both(i, j) && both(i, j) === at(i, j)) {
      if (one !== other) changes.push({ index: start + j, runs: diffWords(one, other) });
      i++;
      j++;
    } else if (other === undefined || (one !== undefined && at(i + 1, j) >= at(i, j + 1))) remove(a[i++] ?? "", j);
    else add(b[j++] ?? "", j - 1);
  }
  return changes;
}
