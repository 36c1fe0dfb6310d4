/** What is typed as elsewhere: lists and tasks by their signs, addresses within sentences, keys of other programs. */
import { Editor, type Extensions } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { emojiNamed } from "../../behaviours/emoji";
import { blockEdges } from "../../editor/block_edges";
import { emojiMenu } from "../../editor/emoji_menu";
import { pageKeys } from "../../editor/page_keys";
import { schemaExtensions } from "../../editor/schema";
import { turnInto } from "../../editor/turn_into";
import { typedSigns } from "../../editor/typed_signs";
import { closeAll, layNothingOut, press, type } from "./edge_scene";

const open: Editor[] = [];

beforeEach(layNothingOut);
afterEach(() => {
  closeAll();
  for (const editor of open.splice(0)) editor.destroy();
});

function opened(content = "<p></p>", more: Extensions = []): Editor {
  const editor = new Editor({
    element: document.body.appendChild(document.createElement("div")),
    injectCSS: false,
    extensions: [
      ...schemaExtensions((key) => key),
      Collaboration.configure({ document: new Y.Doc() }),
      turnInto,
      blockEdges,
      typedSigns,
      pageKeys,
      ...more,
    ],
  });
  open.push(editor);
  editor.commands.setContent(content);
  editor.commands.focus("start");
  return editor;
}

function write(editor: Editor, words: string): void {
  for (const letter of words) letter === "\n" ? press(editor, "Enter") : type(editor, letter);
}

const links = (editor: Editor): (string | null)[] =>
  [...editor.view.dom.querySelectorAll("a")].map((one) => one.getAttribute("href"));

test.each([
  ["see https://ronde.example/a?b=1, or", ["https://ronde.example/a?b=1"]],
  ["(https://ronde.example/b). And", ["https://ronde.example/b"]],
  ["« www.example.org », ou (www.example.org), or", ["https://www.example.org", "https://www.example.org"]],
  ["as https://ronde.example/c.\nnext", ["https://ronde.example/c"]],
  ["https://ronde.example/d plain", ["https://ronde.example/d"]],
  ["no https://, here", []],
] as const)("of %s the address is linked, and no sign of the sentence", (words, found) => {
  const editor = opened();
  write(editor, words);
  expect(links(editor)).toEqual(found);
  expect(editor.getText({ blockSeparator: "\n" })).toBe(words);
});

test.each([
  ["1) one", "orderedList", "one"],
  ["- [ ] one", "taskList", "one"],
  ["- [x] one", "taskList", "one"],
])("%s begins a list", (words, kind, text) => {
  const editor = opened();
  write(editor, words);
  expect(editor.getJSON().content?.[0]?.type).toBe(kind);
  expect(editor.getText().trim()).toBe(text);
  if (words.includes("x")) expect(editor.state.doc.firstChild?.firstChild?.attrs.checked).toBe(true);
});

test("brackets in a sentence of an item stay words", () => {
  const editor = opened("<ul><li><p>see</p></li></ul>");
  editor.commands.focus("end");
  write(editor, " [ ] there");
  expect(editor.getText()).toContain("see [ ] there");
});

test("keys of other programs: an item deeper and back, struck out, and no file of the page", () => {
  const editor = opened("<ul><li><p>a</p></li><li><p>b</p></li></ul>");
  editor.commands.focus("end");
  press(editor, "]", { ctrlKey: true });
  expect(editor.getHTML()).toContain("<ul><li><p>b</p></li></ul>");
  press(editor, "[", { ctrlKey: true });
  expect(editor.getHTML()).not.toContain("<ul><li><p>b</p></li></ul>");
  editor.commands.selectAll();
  press(editor, "X", { ctrlKey: true, shiftKey: true, keyCode: 88 });
  expect(editor.getHTML()).toContain("<s>a</s>");
  expect(press(editor, "s", { ctrlKey: true })).toBe(true);
});

test("Ctrl and a backslash make words plain, and leave their link", () => {
  const editor = opened('<p><strong><em><a href="https://ronde.example/">seal</a></em> <mark>dry</mark></strong></p>');
  editor.commands.selectAll();
  press(editor, "\\", { ctrlKey: true });
  expect(editor.getHTML()).toBe('<p><a href="https://ronde.example/">seal</a> dry</p>');
});

test.each([
  ["as $x^2$ is", "as * is"],
  ["of $x, y$ and ($2 x + 1$)", "of * and (*)"],
  ["it costs $6 or 5$ each", "it costs $6 or 5$ each"],
  ["from $5 to US$6, a $ b $ c", "from $5 to US$6, a $ b $ c"],
  ["the $a$5 b", "the $a$5 b"],
])("dollars in %s are a formula or money", (words, said) => {
  const editor = opened();
  write(editor, words);
  expect(editor.state.doc.firstChild?.textBetween(0, editor.state.doc.firstChild.content.size, "", "*")).toBe(said);
});

test("with the capitals locked, Ctrl Shift S still strikes words through", () => {
  const editor = opened("<p>dry</p>");
  editor.commands.selectAll();
  expect(press(editor, "s", { ctrlKey: true, shiftKey: true })).toBe(true);
  expect(editor.getHTML()).toContain("<s>dry</s>");
});

test.each([
  ["it holds :smile: well", "it holds 😄 well"],
  [":+1:", "👍"],
  [":fusée:", "🚀"],
  ["a:smile: :nothing_of_this: 10:30:", "a:smile: :nothing_of_this: 10:30:"],
])(
  "%s says an emoji by its name, or words",
  async (words, said) => {
    const editor = opened("<p></p>", [emojiMenu((key) => key)]);
    write(editor, words);
    await vi.waitFor(() => expect(editor.getText().replaceAll("\uFE0F", "")).toBe(said), 20_000);
    await emojiNamed("smile");
    expect(editor.getText().replaceAll("\uFE0F", "")).toBe(said);
  },
  30_000,
);

test.each([
  [" sees", "", " sees"],
  [", too", "", ", too"],
  [".", "", "."],
  [" !", "", " !"],
  [",", "went", " ,went"],
  [" ", "went", "  went"],
  [",", " went", ", went"],
])("behind a chosen name with its blank, %j before %j stands as it is typed", (typed, words, said) => {
  const editor = opened();
  editor.commands.setContent({
    type: "doc",
    content: [
      {
        type: "paragraph",
        content: [
          { type: "mention", attrs: { kind: "thing", id: "D-1" } },
          { type: "text", text: ` ${words}` },
        ],
      },
    ],
  });
  editor.commands.setTextSelection(3);
  write(editor, typed);
  expect(editor.getText()).toBe(`D-1${said}`);
});
