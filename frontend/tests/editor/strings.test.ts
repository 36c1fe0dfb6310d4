/** Every string that the editor shows is in the list from which the template is written. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import * as commands from "../../editor/commands";
import { COLOUR_GROUPS } from "../../editor/look_commands";
import { formatMoment, readStrings } from "../../editor/strings";
import { englishStrings } from "./english_strings";

test("the list names every string that the editor uses, and no other", () => {
  const sources = readdirSync("frontend/editor", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.startsWith("versions"))
    .map((file) => readFileSync(`frontend/editor/${file}`, "utf8"));
  const used = new Set<string>();
  for (const source of sources) {
    for (const [, key] of source.matchAll(/(?:translate|button|input)\(\s*(?:isKept \? )?"(\w+)"/g))
      used.add(key ?? "");
    for (const [, key] of source.matchAll(
      /"(bar_[a-z]\w*|offline|try_again|reload|\w+_text|drop_copy|start_again)"/g,
    )) {
      used.add(key ?? "");
    }
  }
  const { STYLES, MORE, BLOCK_MENU, INSERTS, INSERTED, CALLOUTS, BOLD, ITALIC } = commands;
  const groups = [...MORE, ...BLOCK_MENU, ...COLOUR_GROUPS];
  const all = [...STYLES, ...INSERTS, ...INSERTED, ...CALLOUTS, BOLD, ITALIC, ...groups.flatMap((one) => one.commands)];
  for (const { name } of [...all, ...groups]) used.add(name);
  for (const name of [
    "style",
    "more",
    "colour",
    "selection",
    "details_open",
    "details_close",
    "picture_width_own",
    "mention_people",
    "mention_things",
    "mention_clauses",
  ]) {
    used.add(name);
  }
  expect(Object.keys(englishStrings()).sort()).toEqual([...used].sort());
});

test("a string comes from the page, with its placeholders filled", () => {
  document.body.innerHTML = `<script type="application/json" id="s">{"saved": "enregistré à {time}"}</script><div data-strings="s"></div>`;
  const element = document.querySelector("div");
  if (!element) throw new Error("no element");
  const translate = readStrings(element);
  expect(translate("saved", { time: "14:35" })).toBe("enregistré à 14:35");
  expect(translate("unheard_of")).toBe("unheard_of");
});

test("a moment is told in the reader's zone, with its day when that is not today there", () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 30, 22, 30) });
  document.documentElement.lang = "en-GB";
  document.body.dataset.zone = "Europe/Paris";
  expect(formatMoment(Date.now())).toBe("23:30");
  document.body.dataset.zone = "Asia/Tokyo";
  expect(formatMoment(Date.now())).toBe("07:30");
  expect(formatMoment(Date.UTC(2026, 10, 30, 14, 59))).toBe("30 Nov 2026, 23:59");
  vi.useRealTimers();
});
