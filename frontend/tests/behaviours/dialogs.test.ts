import { afterEach, expect, test, vi } from "vitest";
import { dialogs } from "../../behaviours/dialogs";

// jsdom has no methods of dialogs
const close = vi.fn(function (this: HTMLDialogElement) {
  this.open = false;
});
const showModal = vi.fn(function (this: HTMLDialogElement) {
  this.open = true;
});
Object.assign(HTMLDialogElement.prototype, { close, showModal });

const stop = new AbortController();
afterEach(() => stop.abort());

test("a page that answers with an open dialog shows it above itself, with its field selected", () => {
  document.body.innerHTML = `<dialog id="name" open data-modal><input value="Rose" autofocus></dialog>
    <dialog id="other" open></dialog>`;
  const asked = document.querySelector("dialog");
  dialogs(stop.signal);
  expect(close).toHaveBeenCalledOnce();
  expect(showModal.mock.contexts).toEqual([asked]);
  expect(asked?.querySelector("input")?.selectionEnd).toBe(4);
});
