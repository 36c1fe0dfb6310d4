/** The editor's English strings for tests, as a template would write them; the keys are those of strings.ts. */
import { readFileSync } from "node:fs";

/** Read from the list in strings.ts, so that a key that the list forgets fails the tests. */
export function englishStrings(): Record<string, string> {
  const strings: Record<string, string> = {};
  const comment = readFileSync("frontend/editor/strings.ts", "utf8").split("*/")[0] ?? "";
  for (const line of comment.split("\n")) {
    const found = /^ \* {3}(\w+) {2,}(\S.*)$/.exec(line);
    if (found?.[1] && found[2]) strings[found[1]] = found[2];
  }
  return strings;
}
