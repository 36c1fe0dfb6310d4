/** What the alert bar shows in each state of the connection. */
import { expect, test } from "vitest";
import { AlertBar, alertFor } from "../../editor/alert_bar";
import { makePage, NOW, status } from "./status_factory";

test.each([
  [status({ saved: true }), true, null],
  [status({ unsavedSince: NOW - 1_000 }), true, null],
  [status({ unsavedSince: NOW - 2_000 }), true, "bar_unsaved"],
  [status({ unsavedSince: NOW - 2_000 }), false, "bar_unkept"],
  [status({ state: "readonly" }), true, null],
  [status({ state: "readonly", unsavedSince: NOW }), true, "bar_read_only"],
  [status({ state: "readonly", reason: "rejected", unsavedSince: NOW }), true, "bar_rejected"],
  [status({ state: "readonly", reason: "full", unsavedSince: NOW }), true, "bar_full"],
  [status({ state: "stopped", reason: "outdated" }), true, "bar_outdated"],
  [status({ state: "stopped", reason: "no-access" }), true, "bar_no_access"],
])("%o (copy on this device: %s) brings the alert %s", (state, isKept, text) => {
  expect(alertFor(state, isKept, [], NOW)?.text ?? null).toBe(text);
});

test("a copy that was put aside is offered until its person drops it", () => {
  const alert = alertFor(status({ saved: true }), true, [{ name: "n", at: NOW }], NOW);
  expect(alert).toEqual({ text: "bar_conflict", time: NOW, buttons: ["copy_text", "download_text", "drop_copy"] });
});

test("a click in the bar is passed on, and the bar is hidden without an alert", () => {
  const { container, translate } = makePage();
  const clicked: string[] = [];
  const bar = new AlertBar(container, translate, (button) => clicked.push(button));
  bar.show(alertFor(status({ state: "stopped", reason: "outdated" }), true, [], NOW));
  expect(container.hidden).toBe(false);
  container.querySelector("button")?.click();
  bar.show(null);
  expect(clicked).toEqual(["reload"]);
  expect(container.hidden).toBe(true);
});
