/** What one does in a text besides typing: move blocks, mention, widen columns, paste rows, find. */
import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { afterEach, beforeEach, expect, type Mock, test, vi } from "vitest";
import * as Y from "yjs";
import { blockMoves } from "../../editor/block_moves";
import { foldedPattern } from "../../editor/find_pattern";
import { MentionNames } from "../../editor/mention_names";
import { mentionSuggestions } from "../../editor/mention_suggestions";
import { headingsOf } from "../../editor/outline";
import { pasteRows } from "../../editor/paste";
import { schemaExtensions } from "../../editor/schema";
import { matchingCommands, slashMenu } from "../../editor/slash_menu";
import { turnInto } from "../../editor/turn_into";
import { uploads } from "../../editor/uploads";
import { wordsOf } from "../../editor/word_count";
import { englishStrings } from "./english_strings";

const BO = "7f3c1b52-8a0e-4a57-9d26-0c2f5b9f6a11";
const strings = englishStrings();
const translate = (key: string): string => strings[key] ?? key;
const open: Editor[] = [];
const answers: Record<string, unknown> = {};

beforeEach(() => {
  vi.stubGlobal("fetch", async (address: string) => new Response(JSON.stringify(answers[address.split("?")[0] ?? ""])));
  Element.prototype.getBoundingClientRect = () => new DOMRect();
  HTMLElement.prototype.showPopover ??= () => undefined;
  Range.prototype.getBoundingClientRect ??= () => new DOMRect();
  Range.prototype.getClientRects ??= () => [] as unknown as DOMRectList;
});

afterEach(() => {
  for (const editor of open.splice(0)) editor.destroy();
});

function opened(content: string, names = new MentionNames("/names")): Editor {
  const suggestions = mentionSuggestions({ people: "/people", things: "/things" }, names, translate);
  const editor = new Editor({
    element: document.body.appendChild(document.createElement("div")),
    injectCSS: false,
    extensions: [
      ...schemaExtensions(translate, { names, suggestions: suggestions as never, files: "/p/pump/files/" }),
      Collaboration.configure({ document: new Y.Doc() }),
      slashMenu(translate),
      blockMoves(translate),
      turnInto,
    ],
    editorProps: { handlePaste: pasteRows },
  });
  open.push(editor);
  editor.commands.setContent(content);
  return editor;
}

const press = (editor: Editor, key: string, more: KeyboardEventInit = {}): void => {
  const event = new KeyboardEvent("keydown", { key, ...more, bubbles: true, cancelable: true });
  editor.view.someProp("handleKeyDown", (handle) => handle(editor.view, event));
};
const kinds = (editor: Editor): (string | undefined)[] => (editor.getJSON().content ?? []).map(({ type }) => type);

test("Alt Shift and an arrow move the block with the cursor, which stays in it", () => {
  const editor = opened("<h2>one</h2><p>two</p><hr>");
  editor.commands.setTextSelection(7);
  press(editor, "ArrowUp", { altKey: true, shiftKey: true });
  expect(kinds(editor)).toEqual(["paragraph", "heading", "horizontalRule"]);
  expect(editor.state.selection.$from.parent.textContent).toBe("two");
  press(editor, "ArrowUp", { altKey: true, shiftKey: true });
  expect(kinds(editor)[0]).toBe("paragraph");
});

test("an item moves within its list, and the list where it has no neighbour", () => {
  const editor = opened("<p>first</p><ul><li><p>a</p></li><li><p>b</p></li></ul>");
  editor.commands.setTextSelection(editor.state.doc.content.size - 3);
  editor.commands.moveBlock(-1);
  expect(editor.getText()).toMatch(/first\s+b\s+a/);
  editor.commands.moveBlock(-1);
  expect(kinds(editor)).toEqual(["bulletList", "paragraph"]);
});

test("a copy of a block has no id of its own yet", () => {
  const editor = opened('<p id="b-a1b2c3d4">one</p>');
  editor.commands.duplicateBlock();
  expect(editor.getJSON().content?.map(({ attrs }) => attrs?.bid)).toEqual(["a1b2c3d4", null]);
});

test("the outline leads to ids where blocks have them", () => {
  const editor = opened('<h2 id="b-a1b2c3d4">Flow</h2><h2>Mass</h2>');
  expect(headingsOf(editor.state.doc).map(({ id }) => id)).toEqual(["b-a1b2c3d4", "h-mass"]);
});

test("what is typed after @ finds people; Enter stores the id and shows the name", async () => {
  answers["/people"] = [{ kind: "person", id: BO, name: "Bo Nguyen", note: "@bo" }];
  const editor = opened("<p>for&nbsp;</p>");
  editor.commands.focus("end");
  editor.commands.insertContent("@bo");
  await vi.waitFor(() => expect(document.querySelector("[role=option]")?.textContent).toContain("Bo Nguyen"));
  press(editor, "Enter");
  expect(editor.getJSON().content?.[0]?.content?.[1]).toEqual({
    type: "mention",
    attrs: expect.objectContaining({ kind: "person", id: BO }),
  });
  expect(editor.view.dom.querySelector(".mention")?.textContent).toBe("@Bo Nguyen");
  expect(document.querySelector("[role=option]")).toBeNull();
});

test("what is typed after # finds things by their reference, and nothing without one", async () => {
  answers["/things"] = [
    { kind: "decision", title: "LiFePO4", reference: "D-12", address: "/d" },
    { kind: "topic", title: "Discussion", reference: "", address: "/t" },
  ];
  const editor = opened("<p>see&nbsp;</p>");
  editor.commands.focus("end");
  editor.commands.insertContent("#life");
  await vi.waitFor(() => expect(document.querySelectorAll("[role=option]")).toHaveLength(1));
  press(editor, "Enter");
  expect(editor.getText()).toBe("see\u00a0D-12 ");
});

test("what is typed after § finds clauses, and nothing else", async () => {
  answers["/things"] = [
    { kind: "decision", title: "Bus", reference: "D-12", address: "/d" },
    { kind: "clause", title: "Bus", reference: "SPEC-2.1", address: "/c" },
  ];
  const editor = opened("<p>see&nbsp;</p>");
  editor.commands.focus("end");
  editor.commands.insertContent("§bus");
  await vi.waitFor(() => expect(document.querySelectorAll("[role=option]")).toHaveLength(1));
  press(editor, "Enter");
  expect(editor.getText()).toBe("see\u00a0SPEC-2.1 ");
});

test("names that a document mentions are asked for together, and shown when they come", async () => {
  answers["/names"] = { [`person-${BO}`]: { name: "Bo Nguyen", address: "/people" } };
  const editor = opened(`<p><span class="mention" data-kind="person" data-id="${BO}"></span></p>`);
  expect(editor.view.dom.querySelector(".mention")?.textContent).toBe("@…");
  await vi.waitFor(() => expect(editor.view.dom.querySelector(".mention")?.textContent).toBe("@Bo Nguyen"));
});

test("the slash menu finds commands without regard to accents, and runs one", async () => {
  expect(matchingCommands("warn", translate).map(({ name }) => name)).toEqual(["callout_warning"]);
  const editor = opened("<p></p>");
  editor.commands.focus("end");
  editor.commands.insertContent("/warn");
  await vi.waitFor(() => expect(document.querySelector("[role=option]")?.textContent).toBe("Warning"));
  press(editor, "Enter");
  expect(kinds(editor)).toEqual(["callout"]);
  editor.commands.toggleCallout("tip");
  expect(editor.getJSON().content?.[0]?.attrs?.tone).toBe("tip");
  editor.commands.toggleCallout("tip");
  expect(kinds(editor)).toEqual(["paragraph"]);
});

test("columns grow and shrink in all their rows, without a style attribute in what is copied", () => {
  const editor = opened("<table><tr><td>a</td><td>b</td></tr><tr><td colspan='2'>c</td></tr></table>");
  editor.commands.setTextSelection(4);
  editor.commands.widenColumns(40);
  const cells = editor.state.doc.firstChild;
  expect(cells?.child(0).child(0).attrs.colwidth).toEqual([200]);
  expect(cells?.child(1).child(0).attrs.colwidth).toEqual([200, 0]);
  expect(editor.getHTML()).toContain('<colgroup><col width="200"><col></colgroup>');
  expect(editor.getHTML()).not.toContain("style=");
});

test("rows with tabs become a table, and plain lines stay lines", () => {
  const paste = (editor: Editor, text: string): boolean => {
    const clipboardData = {
      types: ["text/plain"],
      getData: (type: string) => (type === "text/plain" ? text : ""),
      files: [],
    };
    return pasteRows(editor.view, { clipboardData } as unknown as ClipboardEvent);
  };
  const editor = opened("<p></p>");
  expect(paste(editor, "flow\tl/h\r\n1.2\t30\r\n")).toBe(true);
  expect(editor.state.doc.firstChild?.type.name).toBe("table");
  expect(editor.state.doc.firstChild?.textContent).toBe("flowl/h1.230");
  expect(paste(opened("<p></p>"), "one\ntwo\tthree")).toBe(false);
});

test.each([
  ["debit", "le débit nominal", true],
  ["Écran", "ECRAN", true],
  ["l'eau", "l’eau", true],
  ["a b", "a\u00a0 b", true],
  ["3.5 (x)", "3.5 (x)", true],
  ["3.5", "325", false],
  ["cœur", "coeur", false],
])("searching %j finds %j: %s", (words, text, isFound) => {
  expect(new RegExp(foldedPattern(words), "ui").test(text)).toBe(isFound);
});

test("words are counted as people count them", () => {
  expect(wordsOf("L’eau, 3.5 l/h: d'accord – well-made")).toBe(6);
});

/** An editor on a text that pastes a picture, with other HTML beside it; `finish` ends the upload. */
function pasting(content: string, at: number, html = ""): { editor: Editor; upload: Mock; finish: () => void } {
  let finish = (_done: object): void => undefined;
  const upload = vi.fn(() => new Promise((done) => (finish = done)));
  const editor = new Editor({
    element: document.createElement("div"),
    injectCSS: false,
    extensions: [...schemaExtensions(translate), uploads("doc", async () => upload as never, translate)],
    content,
  });
  open.push(editor);
  const files = [new File(["x"], "bench.png", { type: "image/png" })];
  const event = {
    clipboardData: { files, getData: (type: string) => (type === "text/html" ? html : "") },
  } as unknown as ClipboardEvent;
  editor.commands.setTextSelection(at);
  editor.view.someProp("handlePaste", (handle) => handle(editor.view, event, null as never));
  return { editor, upload, finish: () => finish({ id: BO, name: "bench.png", url: "/x", kind: "image" }) };
}

test("a file that is picked waits in the text, then stands where it was put", async () => {
  const { editor, upload, finish } = pasting("<p>before</p><p>after</p>", 8);
  await vi.waitFor(() =>
    expect(upload).toHaveBeenCalledWith(expect.any(File), { kind: "document", id: "doc" }, expect.anything()),
  );
  expect(editor.view.dom.querySelector(".uploading")?.textContent).toContain("bench.png");
  editor.commands.insertContentAt(1, "long ");
  finish();
  await vi.waitFor(() => expect(kinds(editor)).toEqual(["paragraph", "image", "paragraph"]));
  expect(editor.view.dom.querySelector(".uploading")).toBeNull();
});

test.each([
  ["in an empty paragraph", "<p>one</p><p></p>", 6, "one\n\n\n\n and on"],
  ["at the end of one", "<p>one</p>", 4, "one\n\n\n\n and on"],
  ["in an item", "<ul><li><p></p></li></ul>", 3, "\n\n and on"],
])("who goes on writing %s writes behind the picture, not over it", async (_where, content, at, words) => {
  const { editor, upload, finish } = pasting(content, at);
  await vi.waitFor(() => expect(upload).toHaveBeenCalled());
  finish();
  await vi.waitFor(() => expect(JSON.stringify(editor.getJSON())).toContain("image"));
  editor.view.dispatch(editor.state.tr.insertText(" and on"));
  expect(JSON.stringify(editor.getJSON())).toContain("image");
  expect(editor.getText()).toContain(words.trim());
});

test("a picture copied from a page is the picture, not its address; a text with a picture of it is the text", async () => {
  const alone = pasting("<p></p>", 1, '<meta charset="utf-8"><img src="https://example.org/a.png">');
  await vi.waitFor(() => expect(alone.upload).toHaveBeenCalled());
  const rows = pasting("<p></p>", 1, "<table><tr><td>5.00</td></tr></table>");
  expect(rows.editor.view.dom.querySelector(".uploading")).toBeNull();
});
