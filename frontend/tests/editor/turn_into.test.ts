/** Blocks become others: one, several, what is in a list or a box; the caret stays, and so does every word. */
import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import type { ResolvedPos } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { blockMoves } from "../../editor/block_moves";
import { schemaExtensions } from "../../editor/schema";
import { type BlockKind, turnInto } from "../../editor/turn_into";

const editors: Editor[] = [];

afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

function opened(content: string): Editor {
  const editor = new Editor({
    element: document.createElement("div"),
    injectCSS: false,
    extensions: [
      ...schemaExtensions((key) => key),
      Collaboration.configure({ document: new Y.Doc() }),
      turnInto,
      blockMoves((key) => key),
    ],
  });
  editors.push(editor);
  editor.commands.setContent(content);
  return editor;
}

/** Selects from the first letter of one word to the last of another. */
function select(editor: Editor, from: string, to = from): void {
  const at = (word: string): number => {
    let found = -1;
    editor.state.doc.descendants((node, pos) => {
      const place = node.isText ? (node.text ?? "").indexOf(word) : -1;
      if (found < 0 && place >= 0) found = pos + place;
    });
    return found;
  };
  editor.commands.setTextSelection({ from: at(from), to: at(to) + to.length });
}

/** The outline of a text: its blocks in brackets, with their words. */
const shape = (editor: Editor): string => editor.state.doc.toString().replace(/^doc\(|\)$/g, "");
const p = (words: string): string => `paragraph("${words}")`;

const TEXT = '<p id="b-aaaa1111">one</p><p>two</p><p>three</p>';
const LIST = "<ul><li><p>one</p></li><li><p>two</p><ul><li><p>deep</p></li></ul></li><li><p>three</p></li></ul>";

test.each<[string, BlockKind, string]>([
  ["a heading", { type: "heading", attrs: { level: 2 } }, `heading("one"), heading("two"), ${p("three")}`],
  ["a list", { type: "bulletList" }, `bulletList(listItem(${p("one")}), listItem(${p("two")})), ${p("three")}`],
  ["tasks", { type: "taskList" }, `taskList(taskItem(${p("one")}), taskItem(${p("two")})), ${p("three")}`],
  ["a quotation", { type: "blockquote" }, `blockquote(${p("one")}, ${p("two")}), ${p("three")}`],
  ["a box", { type: "callout", attrs: { tone: "tip" } }, `callout(${p("one")}, ${p("two")}), ${p("three")}`],
  ["code", { type: "codeBlock" }, `codeBlock("one\\ntwo"), ${p("three")}`],
  ["what unfolds", { type: "details" }, `details(detailsSummary("one"), detailsContent(${p("two")})), ${p("three")}`],
])("two paragraphs turn into %s, and back into text", (_name, kind, expected) => {
  const editor = opened(TEXT);
  select(editor, "one", "two");
  expect(editor.commands.turnInto(kind)).toBe(true);
  expect(shape(editor)).toBe(expected);
  expect(editor.state.doc.firstChild?.attrs.bid).toBe("aaaa1111");
  expect(editor.state.doc.textBetween(editor.state.selection.from, editor.state.selection.to, " ")).toMatch(
    /^one\stwo$/,
  );
  editor.commands.turnInto({ type: "paragraph" });
  expect(shape(editor)).toBe(`${p("one")}, ${p("two")}, ${p("three")}`);
  expect(editor.state.doc.firstChild?.attrs.bid).toBe("aaaa1111");
});

test("an item of a list becomes a heading alone, and the list goes on behind it", () => {
  const editor = opened(LIST);
  select(editor, "two");
  editor.commands.turnInto({ type: "heading", attrs: { level: 3 } });
  const [before, heading, deep, after] = editor.state.doc.children;
  expect([before, heading, deep, after].map((block) => block?.type.name)).toEqual([
    "bulletList",
    "heading",
    "heading",
    "bulletList",
  ]);
  expect(editor.state.doc.textContent).toBe("onetwodeepthree");
});

test("a list turns into tasks whole, with what is nested in it", () => {
  const editor = opened(LIST);
  select(editor, "two");
  editor.commands.turnInto({ type: "taskList" });
  expect(shape(editor)).toBe(
    `taskList(taskItem(${p("one")}), taskItem(${p("two")}, taskList(taskItem(${p("deep")}))), taskItem(${p("three")}))`,
  );
});

test("a picture goes along into a box and a list, and is no text", () => {
  const editor = opened('<p>one</p><img src="/a.png"><p>two</p>');
  select(editor, "one", "two");
  editor.commands.turnInto({ type: "bulletList" });
  expect(shape(editor)).toBe(`bulletList(listItem(${p("one")}, image), listItem(${p("two")}))`);
});

test("what is in a cell turns into something in the cell", () => {
  const editor = opened("<table><tr><td><p>one</p></td><td><p>two</p></td></tr></table>");
  select(editor, "two");
  editor.commands.turnInto({ type: "bulletList" });
  expect(shape(editor)).toBe(`table(tableRow(tableCell(${p("one")}), tableCell(bulletList(listItem(${p("two")})))))`);
});

const KINDS: BlockKind[] = [
  { type: "paragraph" },
  { type: "heading", attrs: { level: 1 } },
  { type: "bulletList" },
  { type: "orderedList" },
  { type: "taskList" },
  { type: "blockquote" },
  { type: "callout", attrs: { tone: "note" } },
  { type: "codeBlock" },
  { type: "details" },
];
const EVERYTHING = `${TEXT}${LIST}<blockquote><p>said</p></blockquote><table><tr><td><p>cell</p></td></tr></table>
  <details><summary>Title</summary><div data-type="detailsContent"><p>inside</p></div></details><pre><code>a = 1
b = 2</code></pre><hr><p>end</p>`;

test("whatever is turned into whatever, no word is lost and the text stays one that the schema knows", () => {
  const turns = fc.array(fc.tuple(fc.nat(200), fc.nat(200), fc.constantFrom(...KINDS)), { minLength: 1, maxLength: 6 });
  const words = (editor: Editor): string =>
    editor.state.doc.textBetween(0, editor.state.doc.content.size, " ").replace(/\s+/g, " ").trim();
  const editor = opened(EVERYTHING);
  const before = words(editor);
  fc.assert(
    fc.property(turns, (steps) => {
      editor.commands.setContent(EVERYTHING);
      for (const [one, other, kind] of steps) {
        const { doc, tr } = editor.state;
        const [from, to] = [one, other].map((at) => doc.resolve(at % doc.content.size)) as [ResolvedPos, ResolvedPos];
        editor.view.dispatch(tr.setSelection(TextSelection.between(from, to)));
        editor.commands.turnInto(kind);
        expect(() => editor.state.doc.check()).not.toThrow();
        expect(words(editor)).toBe(before);
      }
    }),
    { numRuns: 40 },
  );
}, 20_000);

test("several blocks are moved, copied and deleted together", () => {
  const editor = opened(TEXT);
  select(editor, "one", "two");
  editor.commands.moveBlock(1);
  expect(shape(editor)).toBe(`${p("three")}, ${p("one")}, ${p("two")}`);
  editor.commands.duplicateBlock();
  expect(shape(editor)).toBe(`${p("three")}, ${p("one")}, ${p("two")}, ${p("one")}, ${p("two")}`);
  editor.commands.moveBlock(-1);
  editor.commands.deleteBlock();
  expect(editor.state.doc.childCount).toBe(3);
});

test("several items move together in their list", () => {
  const editor = opened("<ul><li><p>a</p></li><li><p>b</p></li><li><p>c</p></li></ul>");
  select(editor, "b", "c");
  editor.commands.moveBlock(-1);
  expect(editor.state.doc.textContent).toBe("bca");
});
