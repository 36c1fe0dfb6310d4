/** In the form of a formula, Enter means done among words, and another line on a line of its own. */
import { afterEach, beforeEach, expect, test } from "vitest";
import * as Y from "yjs";
import { FORMULA, FORMULA_BLOCK } from "../../editor/commands";
import { layNothingOut } from "./edge_scene";
import { closeAll, opened } from "./every_node";

beforeEach(() => {
  layNothingOut();
  HTMLElement.prototype.showPopover ??= () => undefined;
  HTMLElement.prototype.hidePopover ??= () => undefined;
});
afterEach(() => {
  closeAll();
  document.body.replaceChildren();
});

function press(shiftKey: boolean): KeyboardEvent {
  const key = new KeyboardEvent("keydown", { key: "Enter", shiftKey, bubbles: true, cancelable: true });
  document.querySelector(".node-form textarea")?.dispatchEvent(key);
  return key;
}

test.each([
  [FORMULA, true],
  [FORMULA_BLOCK, false],
])("Enter in the form of a formula, %#", (command, isDone) => {
  const editor = opened(new Y.Doc());
  command.run(editor);
  const source = document.querySelector<HTMLTextAreaElement>(".node-form textarea");
  if (source) source.value = "x^2";
  expect(press(true).defaultPrevented).toBe(false);
  expect(document.querySelector(".node-form")).not.toBeNull();
  expect(press(false).defaultPrevented).toBe(isDone);
  expect(editor.getText().includes("x^2")).toBe(isDone);
});
