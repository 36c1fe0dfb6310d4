/** What changed between two texts, block by block and word by word: pure, for marking it while it is being written. */

/** A run of one block: `same` and `ins` stand in the new text, `del` only in the old one. */
export interface Run {
  kind: "same" | "ins" | "del";
  text: string;
}

/** A block of the new text by its place, with its runs; or an old one that went, before the new one at `place`. */
export interface Change {
  place: number;
  runs: Run[];
  gone?: true;
}

const WORDS = /\s+|[\p{L}\p{N}_]+(?:[.,’'-][\p{L}\p{N}_]+)*|[^\s\p{L}\p{N}_]/gu;
/** From which share of words in both on two blocks are one that was changed. */
const ALIKE = 0.35;
/** Words of both blocks multiplied, beyond which they are not compared one by one: typing must not wait. */
const MOST = 250_000;

const wordsOf = (text: string): string[] => text.match(WORDS) ?? [];

/** The runs of both lines of words; what went stands before what came, and blanks between changes belong to them. */
export function runsOf(before: string, after: string): Run[] {
  const runs: Run[] = [];
  const put = (kind: Run["kind"], text: string): void => {
    const last = runs.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text) runs.push({ kind, text });
  };
  let gone = "";
  let come = "";
  const flush = (): void => {
    put("del", gone);
    put("ins", come);
    gone = come = "";
  };
  const steps = stepsOf(wordsOf(before), wordsOf(after));
  steps.forEach(({ kind, text }, place) => {
    const between = kind === "same" && !text.trim() && (gone || come) && (steps[place + 1]?.kind ?? "same") !== "same";
    if (kind === "same" && !between) {
      flush();
      put("same", text);
      return;
    }
    if (kind !== "ins") gone += text;
    if (kind !== "del") come += text;
  });
  flush();
  return runs;
}

function stepsOf(old: string[], now: string[]): Run[] {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const run = (kind: Run["kind"], words: string[]): Run[] => words.map((text) => ({ kind, text }));
  const a = old.slice(start, old.length - end);
  const b = now.slice(start, now.length - end);
  const middle = a.length * b.length > MOST ? [...run("del", a), ...run("ins", b)] : longestCommon(a, b);
  return [...run("same", now.slice(0, start)), ...middle, ...run("same", now.slice(now.length - end))];
}

function longestCommon(a: string[], b: string[]): Run[] {
  const width = b.length + 1;
  const best = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => best[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      best[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const steps: Run[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [went, came] = [a[i], b[j]];
    if (went !== undefined && went === came) {
      steps.push({ kind: "same", text: went });
      i++;
      j++;
    } else if (came === undefined || (went !== undefined && at(i + 1, j) >= at(i, j + 1))) {
      steps.push({ kind: "del", text: went ?? "" });
      i++;
    } else {
      steps.push({ kind: "ins", text: came });
      j++;
    }
  }
  return steps;
}

/** How much of two blocks is in both, from 0 to 1; nothing where it is too little to be one that was changed. */
function likeness(before: string, after: string): number {
  if (before === after) return 1;
  const [one, other] = [before, after].map((text) => new Set(wordsOf(text).filter((word) => word.trim())));
  if (!one?.size || !other?.size) return 0;
  const both = [...one].filter((word) => other.has(word)).length;
  const share = (2 * both) / (one.size + other.size);
  // What is the same word for word goes before what is alike.
  return share >= ALIKE ? share * 0.9 : 0;
}

/** What changed from the old blocks to the new ones, so that as much as possible stays; blocks that stayed are not named. */
export function changesOf(old: readonly string[], now: readonly string[]): Change[] {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const [a, b] = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  const changes: Change[] = [];
  const went = (text: string, place: number): void => {
    if (text.trim()) changes.push({ place: start + place, runs: [{ kind: "del", text }], gone: true });
  };
  const came = (text: string, place: number): void => {
    if (text.trim()) changes.push({ place: start + place, runs: [{ kind: "ins", text }] });
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
      if (one !== other) changes.push({ place: start + j, runs: runsOf(one, other) });
      i++;
      j++;
    } else if (other === undefined || (one !== undefined && at(i + 1, j) >= at(i, j + 1))) went(a[i++] ?? "", j);
    else came(b[j++] ?? "", j - 1);
  }
  return changes;
}
