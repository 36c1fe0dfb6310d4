/** What the save status shows in each state of the connection. */
import { expect, test, vi } from "vitest";
import { SaveStatus, saveStateOf } from "../../editor/save_status";
import { makePage, NOW, status } from "./status_factory";

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
])("%o is shown as %s", (state, saveState) => {
  expect(saveStateOf(state, NOW)).toBe(saveState);
});

test("only a text with every change on disk is shown as saved", () => {
  const states = ["idle", "connecting", "syncing", "live", "readonly", "offline", "stopped"] as const;
  for (const state of states) {
    for (const unsavedSince of [null, NOW, 0]) {
      expect(saveStateOf(status({ state, unsavedSince }), NOW)).not.toBe("saved");
    }
  }
});

test("who is offline stays so between two tries to reach the server", () => {
  const { container, translate } = makePage();
  const saveStatus = new SaveStatus(container, translate);
  saveStatus.show("connecting", false);
  expect(container.dataset.state).toBe("connecting");
  saveStatus.show("offline", false);
  saveStatus.show("connecting", false);
  expect(container.dataset.state).toBe("offline");
  saveStatus.show("saved", false);
  expect(container.dataset.state).toBe("saved");
});

test("the save status has an icon and a word, and is read aloud only when it has lasted", () => {
  vi.useFakeTimers();
  const { container, translate } = makePage();
  const saveStatus = new SaveStatus(container, translate);
  saveStatus.show("saving", true);
  saveStatus.show("unsaved", true);
  expect(container.querySelector("svg use")?.getAttribute("href")).toContain("#i-cloud-off");
  expect(container.querySelector(".saved__words")?.textContent).toBe("not saved");
  expect(container.querySelector("[role=status]")?.textContent).toBe("");
  vi.advanceTimersByTime(1_600);
  expect(container.querySelector("[role=status]")?.textContent).toBe("not saved");
  saveStatus.destroy();
  vi.useRealTimers();
});
