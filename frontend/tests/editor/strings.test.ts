/** Every word that the editor says has a key in the list from which the template is written. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as acts from "../../editor/commands";
import { wordsOf } from "../../editor/strings";
import { englishWords } from "./english_strings";

test("the list names every word that the editor asks for, and no other", () => {
  const sources = readdirSync("frontend/editor").map((file) => readFileSync(`frontend/editor/${file}`, "utf8"));
  const asked = new Set<string>();
  for (const source of sources) {
    for (const [, key] of source.matchAll(/say\(\s*(?:kept \? )?"(\w+)"/g)) asked.add(key ?? "");
    for (const [, key] of source.matchAll(
      /"(bar_[a-z]\w*|offline|try_again|reload|\w+_text|drop_copy|start_again)"/g,
    )) {
      asked.add(key ?? "");
    }
  }
  for (const act of [...acts.STYLES, ...acts.MORE, ...acts.INSERTS, acts.BOLD, acts.ITALIC]) asked.add(act.name);
  for (const name of ["style", "more"]) asked.add(name);
  expect(Object.keys(englishWords()).sort()).toEqual([...asked].sort());
});

test("a word comes from the page, with its gaps filled", () => {
  document.body.innerHTML = `<script type="application/json" id="s">{"saved": "enregistré à {time}"}</script><div data-strings="s"></div>`;
  const element = document.querySelector("div");
  if (!element) throw new Error("no element");
  const say = wordsOf(element);
  expect(say("saved", { time: "14:35" })).toBe("enregistré à 14:35");
  expect(say("unheard_of")).toBe("unheard_of");
});
