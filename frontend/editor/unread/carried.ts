/** Carries the changes of a text over to what it says by now; pure. */
import { type DiffRun, diffWords } from "../text_diff";

/** The runs to a text, in the text as it is `now`: what was written since is no change of theirs. */
export function carried(runs: readonly DiffRun[], now: string): DiffRun[] {
  const then = runs.map(({ kind, text }) => (kind === "del" ? "" : text)).join("");
  if (then === now) return [...runs];
  const waiting = runs.map((run) => ({ ...run }));
  const found: DiffRun[] = [];
  const take = (length: number, isKept: boolean): void => {
    let left = length;
    for (let run = waiting[0]; run; run = waiting[0]) {
      if (run.kind === "del") {
        found.push(run);
        waiting.shift();
        continue;
      }
      if (!left) return;
      const text = run.text.slice(0, left);
      if (isKept) found.push({ kind: run.kind, text });
      left -= text.length;
      run.text = run.text.slice(text.length);
      if (!run.text) waiting.shift();
    }
  };
  for (const { kind, text } of diffWords(then, now)) {
    if (kind === "ins") found.push({ kind: "same", text });
    else take(text.length, kind === "same");
  }
  take(0, false);
  return found;
}
