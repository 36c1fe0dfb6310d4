/** A comment stays with its words through whatever is done to the text, by oneself or by others. */
import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import type { Node } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { describe as describeRange } from "../../../editor/comments/anchor";
import { storeRange } from "../../../editor/comments/positions";
import { commentRanges, type RangesOptions, rangesIn, setThreads } from "../../../editor/comments/ranges";
import { schemaExtensions } from "../../../editor/schema";

const TEXT = `<h2>Result</h2><p>The stages wear from the bottom up. The first ring lost 0.12 mm, the last one nothing.</p>
<p>No part was changed during the test, and the bench ran on its own.</p><p>The log of each night is below.</p>`;
const QUOTE = "The first ring lost 0.12 mm";

const options: RangesOptions = { epoch: () => 1, goneLabel: "gone", onClick: () => undefined, onMove: () => undefined };
const editors: Editor[] = [];

function editorOn(doc: Y.Doc): Editor {
  const editor = new Editor({
    element: document.body.appendChild(document.createElement("div")),
    injectCSS: false,
    extensions: [...schemaExtensions((key) => key), Collaboration.configure({ document: doc }), commentRanges(options)],
  });
  editors.push(editor);
  return editor;
}

/** A document in which another person wrote: one's own undo does not reach it. */
function written(html: string): Y.Doc {
  const doc = new Y.Doc();
  editorOn(doc).commands.setContent(html);
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  for (const editor of editors.splice(0)) editor.destroy();
  return copy;
}

/** The range of some words. */
function rangeOf(doc: Node, words: string): { from: number; to: number } {
  let found = { from: 0, to: 0 };
  doc.descendants((node, pos) => {
    const index = node.isTextblock ? node.textContent.indexOf(words) : -1;
    if (index >= 0) found = { from: pos + 1 + index, to: pos + 1 + index + words.length };
    return !node.isTextblock;
  });
  return found;
}

function comment(editor: Editor, words: string): void {
  const made = describeRange(editor.state.doc, rangeOf(editor.state.doc, words));
  if (!made) throw new Error("no words");
  const anchor = { ...made.anchor, ...storeRange(editor.state, made.range), epoch: 1 };
  for (const each of editors) setThreads(each.view, [{ id: "t", anchor, isDone: false }], options);
}

/** What the comment is on now, or null for an orphan. */
function commented(editor: Editor): string | null {
  vi.advanceTimersByTime(400);
  const range = rangesIn(editor.state)?.ranges.get("t");
  return range ? editor.state.doc.textBetween(range.from, range.to, "|") : null;
}

const select = (editor: Editor, words: string): Editor => {
  const { from, to } = rangeOf(editor.state.doc, words);
  editor.view.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, from, to)));
  return editor;
};
const caretIn = (editor: Editor, words: string, offset: number): Editor => {
  const { from } = rangeOf(editor.state.doc, words);
  editor.commands.setTextSelection(from + offset);
  return editor;
};
const blockOf = (editor: Editor, words: string): { from: number; to: number } => {
  const place = editor.state.doc.resolve(rangeOf(editor.state.doc, words).from);
  return { from: place.before(1), to: place.after(1) };
};

/** Each kind of edit, with what the comment is on afterwards. */
const EDITS: [string, (editor: Editor) => unknown, string | null][] = [
  ["nothing", () => undefined, QUOTE],
  ["typing inside", (e) => caretIn(e, QUOTE, 9).commands.insertContent(" big"), "The first big ring lost 0.12 mm"],
  ["typing just before", (e) => caretIn(e, QUOTE, 0).commands.insertContent("Here: "), QUOTE],
  ["typing just after", (e) => caretIn(e, QUOTE, QUOTE.length).commands.insertContent(" or so"), QUOTE],
  ["a paragraph before", (e) => e.commands.insertContentAt(0, "<p>Before</p>"), QUOTE],
  ["bold", (e) => select(e, QUOTE).commands.toggleBold(), QUOTE],
  ["bold on a part", (e) => select(e, "ring lost").commands.toggleBold(), QUOTE],
  ["Enter inside", (e) => caretIn(e, QUOTE, 10).commands.splitBlock(), "The first |ring lost 0.12 mm"],
  ["Enter just before", (e) => caretIn(e, QUOTE, 0).commands.splitBlock(), QUOTE],
  ["joining with the paragraph after", (e) => caretIn(e, "No part", 0).commands.joinBackward(), QUOTE],
  ["a heading", (e) => caretIn(e, QUOTE, 3).commands.setHeading({ level: 3 }), QUOTE],
  ["a list", (e) => caretIn(e, QUOTE, 3).commands.toggleBulletList(), QUOTE],
  ["a quotation", (e) => caretIn(e, QUOTE, 3).commands.toggleBlockquote(), QUOTE],
  [
    "moving the paragraph to the end",
    (e) => {
      const { from, to } = blockOf(e, QUOTE);
      const moved = e.state.doc.slice(from, to);
      const change = e.state.tr.delete(from, to);
      e.view.dispatch(change.insert(change.doc.content.size, moved.content));
    },
    QUOTE,
  ],
  [
    "other words for some of them",
    (e) => select(e, "ring lost").commands.insertContent("disc lost"),
    "The first disc lost 0.12 mm",
  ],
  ["other words for their end", (e) => select(e, " 0.12 mm").commands.insertContent(" a lot"), "The first ring lost "],
  ["deleting them", (e) => select(e, QUOTE).commands.deleteSelection(), null],
  ["deleting their paragraph", (e) => e.commands.deleteRange(blockOf(e, QUOTE)), null],
  ["deleting them and undoing it", (e) => select(e, QUOTE).chain().deleteSelection().run() && e.commands.undo(), QUOTE],
  ["deleting everything", (e) => e.commands.clearContent(), null],
  ["putting the same text in place of all", (e) => e.commands.setContent(TEXT), QUOTE],
];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
  document.body.replaceChildren();
  vi.useRealTimers();
});

test.each(EDITS)("by oneself: %s", (_kind, edit, expected) => {
  const editor = editorOn(written(TEXT));
  comment(editor, QUOTE);
  edit(editor);
  expect(commented(editor)).toBe(expected);
});

test.each(EDITS)("by another person: %s", (_kind, edit, expected) => {
  const [own, other] = [new Y.Doc(), new Y.Doc()];
  own.on("update", (update, origin) => origin !== "net" && Y.applyUpdate(other, update, "net"));
  other.on("update", (update, origin) => origin !== "net" && Y.applyUpdate(own, update, "net"));
  const [mine, theirs] = [editorOn(own), editorOn(other)];
  mine.commands.setContent(TEXT);
  comment(mine, QUOTE);
  edit(theirs);
  expect([commented(mine), commented(theirs)]).toEqual([expected, expected]);
});

test("without positions, words that stand twice are found by what stands around them", () => {
  const editor = editorOn(new Y.Doc());
  editor.commands.setContent("<p>The pump is dry at farm 1.</p><p>The pump is dry at farm 2 since Monday.</p>");
  const anchor = { quote: "is dry", before: "The pump ", after: " at farm 2 since", start: "", end: "", epoch: 1 };
  setThreads(editor.view, [{ id: "t", anchor, isDone: false }], options);
  const range = rangesIn(editor.state)?.ranges.get("t");
  expect(editor.state.doc.resolve(range?.from ?? 0).parent.textContent).toBe("The pump is dry at farm 2 since Monday.");
});

test("positions of an earlier epoch are not believed", () => {
  const editor = editorOn(new Y.Doc());
  editor.commands.setContent(TEXT);
  const made = describeRange(editor.state.doc, rangeOf(editor.state.doc, "No part"));
  if (!made) throw new Error("no words");
  const anchor = { ...storeRange(editor.state, made.range), quote: "gone words", before: "", after: "", epoch: 0 };
  setThreads(editor.view, [{ id: "t", anchor, isDone: false }], options);
  expect(commented(editor)).toBeNull();
});
