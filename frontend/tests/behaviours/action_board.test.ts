import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { actionBoard } from "../../behaviours/action_board";

const card = `<li id="card-1" data-card draggable="true"><a class="slip__name">A-1</a>
  <form><select name="state"><option value="open" selected></option><option value="doing"></option></select></form></li>`;
const board = (open: string, doing: string): string =>
  `<div data-board><section data-state="open"><ul>${open}</ul></section>
   <section data-state="doing"><ul>${doing}</ul></section></div>`;
let controller: AbortController;

beforeEach(() => {
  controller = new AbortController();
  document.body.innerHTML = board(card, "");
  actionBoard(controller.signal);
});
afterEach(() => controller.abort());

const at = (selector: string): HTMLElement => document.querySelector<HTMLElement>(selector) as HTMLElement;
const drag = (selector: string, name: string): boolean =>
  at(selector).dispatchEvent(new Event(name, { bubbles: true, cancelable: true }));

test("a card that is dragged while others change the board arrives all the same", () => {
  drag("#card-1", "dragstart");
  document.body.innerHTML = board(card, "");
  const sent = vi.fn((event: Event) => event.preventDefault());
  document.addEventListener("submit", sent, { signal: controller.signal });
  drag("[data-state=doing]", "drop");
  expect(sent).toHaveBeenCalledOnce();
  expect(at("select")).toHaveProperty("value", "doing");
});

test("a drag that was given up moves nothing", () => {
  drag("#card-1", "dragstart");
  drag("#card-1", "dragend");
  const sent = vi.fn((event: Event) => event.preventDefault());
  document.addEventListener("submit", sent, { signal: controller.signal });
  drag("[data-state=doing]", "drop");
  expect(sent).not.toHaveBeenCalled();
});
