/** Footnotes, columns, and the list of headings in a text. */
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { textEnd } from "../../editor/text_end";
import { undoSteps } from "../../editor/undo_steps";
import { closeAll, node, opened } from "./every_node";

afterEach(closeAll);

type Opened = ReturnType<typeof opened>;
const kinds = (editor: Opened): (string | undefined)[] => (editor.getJSON().content ?? []).map(({ type }) => type);
const numbers = (editor: Opened, selector: string): (string | null)[] =>
  [...editor.view.dom.querySelectorAll(selector)].map((one) => one.getAttribute("data-number"));
const press = (editor: Opened, key: string, more: KeyboardEventInit = {}): void => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  editor.view.someProp("handleKeyDown", (handle) => handle(editor.view, event));
};

test("a footnote is begun at the caret, written at the end, and left to where one was", () => {
  const editor = opened(new Y.Doc());
  editor.commands.setContent("<p>Water flows</p><p>After</p>");
  editor.commands.setTextSelection(6);
  editor.commands.insertFootnote();
  editor.commands.insertContent("Measured cold.");
  expect(kinds(editor)).toEqual(["paragraph", "paragraph", "footnote"]);
  expect(editor.view.dom.querySelector("div.footnote")?.textContent).toBe("Measured cold.");
  editor.commands.insertFootnote();
  editor.commands.insertContent("!");
  expect(editor.view.dom.querySelector("p")?.textContent).toContain("Water!");
});

test("the end of the text is before its notes, and no note stands in columns", () => {
  const editor = opened(new Y.Doc(), [textEnd]);
  editor.commands.setContent("<p>Water flows</p><p>After</p>");
  editor.commands.setTextSelection(6);
  editor.commands.insertFootnote();
  editor.commands.insertContent("Measured cold.");
  expect(editor.can().setColumns(2)).toBe(false);
  editor.commands.setTextSelection(2);
  press(editor, "End", { ctrlKey: true });
  editor.commands.insertContent(" all");
  expect(editor.view.dom.querySelectorAll("p")[1]?.textContent).toBe("After all");
  expect(editor.can().setColumns(2)).toBe(true);
});

test("numbers follow the order of the references, and a second one to a note has the same", () => {
  const doc = new Y.Doc();
  const ref = (label: string): Y.XmlElement => node("footnoteReference", { label });
  doc
    .getXmlFragment("default")
    .push([
      node("paragraph", {}, "a", ref("x"), "b", ref("y"), "c", ref("x")),
      node("footnote", { label: "y" }, node("paragraph", {}, "Y")),
      node("footnote", { label: "x" }, node("paragraph", {}, "X")),
      node("footnote", { label: "z" }, node("paragraph", {}, "nothing refers to it")),
    ]);
  const editor = opened(doc);
  expect(numbers(editor, "sup")).toEqual(["1", "2", "1"]);
  expect(numbers(editor, "div.footnote")).toEqual(["2", "1", "*"]);
  editor.commands.deleteRange({ from: 2, to: 3 });
  expect(numbers(editor, "sup")).toEqual(["1", "2"]);
  expect(numbers(editor, "div.footnote")).toEqual(["1", "2", "*"]);
});

test("[^1] is typed as a reference, with its note; an empty note goes with what refers to it", () => {
  const editor = opened(new Y.Doc());
  for (const letter of "Water[^1]") {
    const { from, to } = editor.state.selection;
    const taken = editor.view.someProp("handleTextInput", (handle) =>
      handle(editor.view, from, to, letter, () => editor.state.tr.insertText(letter, from, to)),
    );
    if (!taken) editor.view.dispatch(editor.state.tr.insertText(letter));
  }
  expect(kinds(editor)).toEqual(["paragraph", "footnote"]);
  expect(editor.view.dom.querySelector("sup")?.getAttribute("data-label")).toBe("1");
  editor.commands.setTextSelection(editor.state.doc.content.size - 2);
  press(editor, "Backspace");
  expect(kinds(editor)).toEqual(["paragraph"]);
  expect(editor.getText()).toBe("Water");
});

test("a note goes with the last reference to it, comes back by undo, and goes along to where that is pasted", () => {
  const editor = opened(new Y.Doc(), [undoSteps]);
  editor.commands.setContent("<p>Water flows</p><p>After</p>");
  editor.commands.setTextSelection(6);
  editor.commands.insertFootnote();
  editor.commands.insertContent("Measured cold.");
  const note = (): string | null | undefined => editor.view.dom.querySelector("div.footnote")?.textContent;
  editor.commands.deleteRange({ from: 5, to: 8 });
  expect(kinds(editor)).toEqual(["paragraph", "paragraph"]);
  editor.commands.undo();
  expect(note()).toBe("Measured cold.");
  expect(numbers(editor, "sup")).toEqual(["1"]);
  const cut = editor.state.doc.slice(5, 8);
  editor.view.dispatch(editor.state.tr.delete(5, 8));
  expect(note()).toBeUndefined();
  editor.view.dispatch(editor.state.tr.replace(12, 12, cut));
  expect(note()).toBe("Measured cold.");
  expect(numbers(editor, "div.footnote")).toEqual(["1"]);
});

test("a block becomes the first of two columns, of three, and stands alone again", () => {
  const editor = opened(new Y.Doc());
  editor.commands.setContent("<p>Left</p><p>After</p>");
  editor.commands.setTextSelection(2);
  editor.commands.setColumns(2);
  expect(kinds(editor)).toEqual(["columns", "paragraph"]);
  editor.commands.insertContent("!");
  expect(editor.view.dom.querySelector(".column")?.textContent).toBe("L!eft");
  editor.commands.setColumns(3);
  expect(editor.view.dom.querySelectorAll(".column")).toHaveLength(3);
  editor.commands.setTextSelection(3);
  press(editor, "Backspace");
  expect(kinds(editor)).toEqual(["paragraph", "paragraph"]);
  expect(editor.getText()).toContain("L!eft");
});

test("fewer columns keep the words of those that go", () => {
  const doc = new Y.Doc();
  const column = (words: string): Y.XmlElement => node("column", {}, node("paragraph", {}, words));
  doc.getXmlFragment("default").push([node("columns", {}, column("a"), column("b"), column("c"))]);
  const editor = opened(doc);
  editor.commands.setTextSelection(4);
  editor.commands.setColumns(2);
  expect([...editor.view.dom.querySelectorAll(".column")].map((one) => one.textContent)).toEqual(["a", "bc"]);
});

test("the list of headings is that of now, and leads to them", () => {
  const editor = opened(new Y.Doc());
  editor.commands.setContent('<nav class="contents"></nav><h2>Flow</h2><p>x</p>');
  const lines = (): string[] =>
    [...editor.view.dom.querySelectorAll("nav a")].map((one) => `${one.getAttribute("href")} ${one.textContent}`);
  expect(lines()).toEqual(["#h-flow Flow"]);
  editor.commands.insertContentAt(editor.state.doc.content.size, "<h3>Power</h3>");
  expect(lines()).toEqual(["#h-flow Flow", "#h-power Power"]);
});
