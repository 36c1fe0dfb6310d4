/** What a person reads when a request finds no server. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { showRequestErrors } from "../htmx";

vi.mock("htmx.org", () => ({ default: { config: {} } }));

let page: AbortController;

beforeEach(() => {
  page = new AbortController();
  document.body.innerHTML = `<div id="words" data-lost="The server did not answer."></div><div id="toasts"></div>
    <template id="toast-refused"><p class="toast--refused"><span class="toast__words"></span></p></template>
    <form id="form"></form><div id="visit" hidden data-unasked></div><form id="sent-from-elsewhere" hidden></form>`;
  showRequestErrors(page.signal);
});

afterEach(() => page.abort());

const lose = (id: string): string => {
  document.getElementById(id)?.dispatchEvent(new Event("htmx:error", { bubbles: true }));
  return document.getElementById("toasts")?.textContent ?? "";
};

test.each(["form", "sent-from-elsewhere"])("a form that finds no server says so (%s)", (id) =>
  expect(lose(id)).toBe("The server did not answer."),
);

test("what the page notes by itself alarms nobody", () => expect(lose("visit")).toBe(""));
