/** What was accepted or refused is undone by the button of its message, and by Ctrl Z; other messages stay their own. */
import { beforeEach, expect, test, vi } from "vitest";
import { showDone } from "../../../behaviours/toasts";
import { VerdictUndo } from "../../../editor/comments/verdict_undo";

const UNDOING = "/p/pump/suggestions/4/undoing/";
let shown: HTMLElement[];
let verdicts: VerdictUndo;

beforeEach(() => {
  document.body.innerHTML = `<div id="toasts"></div><template id="toast-done"><div data-toast><p class="toast__words"></p>
    <form method="post" hidden></form></div></template>`;
  shown = [];
  verdicts = new VerdictUndo((card) => shown.push(card));
  verdicts.listen(new AbortController().signal);
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => new Response('<article data-thread="4">open</article>')),
  );
});

function decide(): void {
  const card = document.createElement("article");
  Object.assign(card.dataset, { undo: UNDOING, decided: "Accepted" });
  verdicts.decided(card);
}

function pressUndo(toast: Element | null | undefined): boolean {
  const event = new Event("submit", { bubbles: true, cancelable: true });
  toast?.querySelector("form")?.dispatchEvent(event);
  return event.defaultPrevented;
}

test("the button of its message undoes a verdict, and the message goes", async () => {
  decide();
  expect(pressUndo(document.querySelector("#toasts [data-toast]"))).toBe(true);
  await vi.waitFor(() => expect(shown).toHaveLength(1));
  expect(vi.mocked(fetch).mock.calls[0]?.[0]).toBe(UNDOING);
  expect(document.querySelector("#toasts [data-toast]")).toBeNull();
});

test("Ctrl Z undoes it as well, and takes its message away but no other", async () => {
  const other = showDone("Moved", "/p/pump/moves/1/undoing/");
  decide();
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "z", ctrlKey: true, bubbles: true }));
  await vi.waitFor(() => expect(shown).toHaveLength(1));
  expect([...document.querySelectorAll("#toasts [data-toast]")]).toEqual([other]);
});

test("Ctrl Z before the verdict's answer is here takes it back as soon as it is", async () => {
  verdicts.deciding();
  const typed = new KeyboardEvent("keydown", { key: "z", ctrlKey: true, bubbles: true, cancelable: true });
  document.dispatchEvent(typed);
  expect(typed.defaultPrevented).toBe(true);
  expect(fetch).not.toHaveBeenCalled();
  decide();
  await vi.waitFor(() => expect(shown).toHaveLength(1));
  verdicts.deciding();
  verdicts.decided(null);
  const later = new KeyboardEvent("keydown", { key: "z", ctrlKey: true, bubbles: true, cancelable: true });
  document.dispatchEvent(later);
  expect(later.defaultPrevented).toBe(false);
});

test("the message of something else is undone as its form says", () => {
  const other = showDone("Moved", "/p/pump/suggestions/9/undoing/");
  expect(pressUndo(other)).toBe(false);
  expect(fetch).not.toHaveBeenCalled();
});
