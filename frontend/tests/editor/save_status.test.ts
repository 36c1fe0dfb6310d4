/** What the sign and the bar say in each state of the line. */
import { expect, test, vi } from "vitest";
import { Bar, noticeOf } from "../../editor/alert_bar";
import type { Status } from "../../editor/connection_types";
import { SavedSign, signOf } from "../../editor/save_status";
import { wordsOf } from "../../editor/strings";
import { englishWords } from "./english_strings";

const NOW = 1_000_000;

const status = (over: Partial<Status> = {}): Status => ({
  state: "live",
  reason: "",
  saved: false,
  unsavedSince: null,
  ...over,
});

function say(): ReturnType<typeof wordsOf> {
  document.body.innerHTML = `<script type="application/json" id="s"></script><div data-strings="s"></div><p></p>`;
  const [source, element] = [document.querySelector("script"), document.querySelector("div")];
  if (!source || !element) throw new Error("no page");
  source.textContent = JSON.stringify(englishWords());
  return wordsOf(element);
}

test.each([
  [status({ saved: true }), "saved"],
  [status({ unsavedSince: NOW - 100 }), "saving"],
  [status({ unsavedSince: NOW - 2_000 }), "unsaved"],
  [status({ state: "offline" }), "offline"],
  [status({ state: "offline", unsavedSince: NOW - 100 }), "offline"],
  [status({ state: "connecting" }), "connecting"],
  [status({ state: "syncing", unsavedSince: NOW - 100 }), "saving"],
  [status({ state: "syncing", unsavedSince: NOW - 5_000 }), "offline"],
  [status({ state: "readonly" }), "readonly"],
  [status({ state: "readonly", unsavedSince: NOW }), "unsaved"],
  [status({ state: "stopped", reason: "signed-out", unsavedSince: NOW }), "unsaved"],
])("%o is shown as %s", (state, sign) => {
  expect(signOf(state, NOW)).toBe(sign);
});

test("only a text of which every change is on disk is called saved", () => {
  const states = ["idle", "connecting", "syncing", "live", "readonly", "offline", "stopped"] as const;
  for (const state of states) {
    for (const unsavedSince of [null, NOW, 0]) {
      expect(signOf(status({ state, unsavedSince }), NOW)).not.toBe("saved");
    }
  }
});

test.each([
  [status({ saved: true }), true, null],
  [status({ unsavedSince: NOW - 1_000 }), true, null],
  [status({ unsavedSince: NOW - 2_000 }), true, "bar_unsaved"],
  [status({ unsavedSince: NOW - 2_000 }), false, "bar_unkept"],
  [status({ state: "readonly" }), true, null],
  [status({ state: "readonly", unsavedSince: NOW }), true, "bar_read_only"],
  [status({ state: "readonly", reason: "rejected", unsavedSince: NOW }), true, "bar_rejected"],
  [status({ state: "stopped", reason: "outdated" }), true, "bar_outdated"],
  [status({ state: "stopped", reason: "no-access" }), true, "bar_no_access"],
])("%o (kept: %s) brings the bar %s", (state, kept, words) => {
  expect(noticeOf(state, kept, [], NOW)?.words ?? null).toBe(words);
});

test("a copy that was put aside is offered until its person has dropped it", () => {
  const notice = noticeOf(status({ saved: true }), true, [{ name: "n", at: NOW }], NOW);
  expect(notice).toEqual({ words: "bar_conflict", time: NOW, presses: ["copy_text", "download_text", "drop_copy"] });
});

test("the sign has an icon and a word, and is read aloud only when it has lasted", () => {
  vi.useFakeTimers();
  const words = say();
  const place = document.querySelector("p");
  if (!place) throw new Error("no place");
  const sign = new SavedSign(place, words);
  sign.show("saving", true);
  sign.show("unsaved", true);
  expect(place.querySelector("svg use")?.getAttribute("href")).toContain("#i-cloud-off");
  expect(place.querySelector(".saved__words")?.textContent).toBe("not saved");
  expect(place.querySelector("[role=status]")?.textContent).toBe("");
  vi.advanceTimersByTime(1_600);
  expect(place.querySelector("[role=status]")?.textContent).toBe("not saved");
  sign.destroy();
  vi.useRealTimers();
});

test("a press in the bar is passed on, and the bar goes when there is nothing to say", () => {
  const words = say();
  const place = document.querySelector("p");
  if (!place) throw new Error("no place");
  const presses: string[] = [];
  const bar = new Bar(place, words, (press) => presses.push(press));
  bar.show(noticeOf(status({ state: "stopped", reason: "outdated" }), true, [], NOW));
  expect(place.hidden).toBe(false);
  place.querySelector("button")?.click();
  bar.show(null);
  expect(presses).toEqual(["reload"]);
  expect(place.hidden).toBe(true);
});
