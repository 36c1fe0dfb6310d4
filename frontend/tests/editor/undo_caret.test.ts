/** What is undone can be made again, and leaves the caret where one goes on writing. */
import type { JSONContent } from "@tiptap/core";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as Y from "yjs";
import { undoSteps } from "../../editor/undo_steps";
import { layNothingOut } from "./edge_scene";
import { closeAll, node, opened } from "./every_node";

beforeEach(layNothingOut);
afterEach(closeAll);

function written(): ReturnType<typeof opened> {
  const doc = new Y.Doc();
  doc.getXmlFragment("default").push([node("paragraph", {}, "pump"), node("paragraph", {}, "end")]);
  const editor = opened(doc, [undoSteps]);
  editor.commands.setTextSelection(5);
  return editor;
}

test("behind words that are made again stands the caret, and not before them", () => {
  const editor = written();
  for (const words of [" again", "!", " and"]) editor.view.dispatch(editor.state.tr.insertText(words));
  for (let times = 0; times < 3; times += 1) editor.commands.undo();
  expect(editor.getText()).toBe("pump\n\nend");
  for (let times = 0; times < 3; times += 1) {
    editor.commands.redo();
    const { $from } = editor.state.selection;
    expect($from.parent.textContent.slice($from.parentOffset)).toBe("");
  }
  expect(editor.getText()).toBe("pump again! and\n\nend");
});

test("words that were taken away come again before the caret", () => {
  const editor = written();
  editor.view.dispatch(editor.state.tr.delete(1, 5));
  editor.commands.undo();
  expect(editor.getText()).toBe("pump\n\nend");
  expect(editor.state.selection.from).toBe(5);
});

test("what was selected when its look was changed is selected again", () => {
  const editor = written();
  editor.commands.setTextSelection({ from: 1, to: 5 });
  editor.commands.toggleBold();
  editor.commands.undo();
  expect(editor.state.selection).toMatchObject({ from: 1, to: 5 });
});

test("a word is one step although others type meanwhile", () => {
  const editor = written();
  const other = new Y.Doc();
  const own = (ySyncPluginKey.getState(editor.state) as { doc: Y.Doc }).doc;
  Y.applyUpdate(other, Y.encodeStateAsUpdate(own));
  for (const [at, letter] of [..." again"].entries()) {
    editor.view.dispatch(editor.state.tr.insertText(letter));
    ((other.getXmlFragment("default").get(1) as Y.XmlElement).get(0) as Y.XmlText).insert(0, String(at));
    Y.applyUpdate(own, Y.encodeStateAsUpdate(other));
    editor.view.dispatch(editor.state.tr.setMeta("caret of another", true));
  }
  expect(editor.getText()).toBe("pump again\n\n543210end");
  editor.commands.undo();
  expect(editor.getText()).toBe("pump\n\n543210end");
});

const PUMP = { type: "text", text: "Pump" };
const BEGINNINGS: readonly [string, JSONContent][] = [
  ["words", PUMP],
  ["a heading", { type: "heading", attrs: { level: 2 }, content: [PUMP] }],
  [
    "a list",
    { type: "bulletList", content: [{ type: "listItem", content: [{ type: "paragraph", content: [PUMP] }] }] },
  ],
];

test.each(BEGINNINGS)("what a new text began with, %s, comes again after the caret moved", (_, begun) => {
  const editor = opened(new Y.Doc(), [undoSteps]);
  editor.commands.insertContent(begun);
  const first = editor.getJSON();
  editor.view.dispatch(editor.state.tr.insertText(" again"));
  const whole = editor.getJSON();
  while (editor.can().undo()) editor.commands.undo();
  expect(editor.getText()).toBe("");
  editor.commands.setTextSelection(1);
  editor.commands.redo();
  expect(editor.getJSON()).toEqual(first);
  editor.commands.redo();
  expect(editor.getJSON()).toEqual(whole);
});

test("no paragraph is left beside what a new text begins with", () => {
  const doc = new Y.Doc();
  const editor = opened(doc, [undoSteps]);
  expect(doc.getXmlFragment("default").length).toBe(0);
  editor.view.dispatch(editor.state.tr.insertText("Pump"));
  expect(doc.getXmlFragment("default").toString()).toBe("<paragraph>Pump</paragraph>");
});
