/** What a button does is done before the next key: text and focus, in one turn. */
import { afterEach, beforeEach, expect, test } from "vitest";
import * as Y from "yjs";
import { BULLETS, FORMULA, MENTION } from "../../editor/commands";
import { focusAtOnce } from "../../editor/focus_at_once";
import { turnInto } from "../../editor/turn_into";
import { layNothingOut } from "./edge_scene";
import { closeAll, node, opened } from "./every_node";

beforeEach(() => {
  layNothingOut();
  HTMLElement.prototype.showPopover ??= () => undefined;
});
afterEach(closeAll);

function withButton(): { editor: ReturnType<typeof opened>; button: HTMLButtonElement } {
  const doc = new Y.Doc();
  doc.getXmlFragment("default").push([node("paragraph", {}, "A seal"), node("paragraph", {}, "leaks")]);
  const editor = opened(doc, [focusAtOnce, turnInto]);
  const button = document.createElement("button");
  document.body.replaceChildren(editor.view.dom, button);
  button.focus();
  return { editor, button };
}

test("a command that is pressed has the text in focus at once", () => {
  const { editor, button } = withButton();
  expect(document.activeElement).toBe(button);
  BULLETS.run(editor);
  expect(editor.state.doc.firstChild?.type.name).toBe("bulletList");
  expect(editor.view.hasFocus()).toBe(true);
});

test("the caret stands where the command left it, and text goes there", () => {
  const { editor } = withButton();
  editor.commands.setTextSelection(7);
  MENTION.run(editor);
  expect(editor.view.hasFocus()).toBe(true);
  expect(editor.getText()).toBe("A seal@\n\nleaks");
  editor.commands.insertContent("!");
  expect(editor.getText()).toBe("A seal@!\n\nleaks");
});

test("the form of a formula is there for the next key", () => {
  const { editor } = withButton();
  editor.commands.setTextSelection(7);
  FORMULA.run(editor);
  expect(document.activeElement?.closest(".node-form")).not.toBeNull();
});

test("asking whether it could be focused leaves the focus where it is, and a place is gone to", () => {
  const { editor, button } = withButton();
  expect(editor.can().chain().focus().run()).toBe(true);
  editor.commands.focus(false);
  expect(document.activeElement).toBe(button);
  editor.commands.focus("end");
  expect(editor.state.selection.from).toBe(editor.state.doc.content.size - 1);
  editor.commands.focus(3);
  expect(editor.state.selection.from).toBe(3);
});
