/** What the clipboards of Word, Google Docs, Excel, Notion and Gmail become (samples in tests/data/pasted). */
import { readFileSync } from "node:fs";
import type { Editor, JSONContent } from "@tiptap/core";
import { afterEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { cleanPaste } from "../../editor/paste";
import { isMarkdown, pasteMarkdown } from "../../editor/paste_markdown";
import { PastedPictures } from "../../editor/paste_pictures";
import { picturesInRtf } from "../../editor/paste_rtf";
import { closeAll, FILE, opened } from "./every_node";

afterEach(() => {
  vi.unstubAllGlobals();
  closeAll();
});

const sample = (name: string): string => readFileSync(`tests/data/pasted/${name}`, "utf8");

/** What is pasted into an empty text: a line a block, with what stands in it below. */
function pasted(name: string, keep = (image: HTMLImageElement): string => `#sending-${image.alt}`): string {
  const editor = opened(new Y.Doc());
  editor.view.pasteHTML(cleanPaste(sample(name), keep), new Event("paste") as ClipboardEvent);
  return shown(editor);
}

function shown(editor: Editor): string {
  editor.state.doc.check();
  return (editor.getJSON().content ?? []).map((node) => lines(node, "")).join("\n");
}

/** Pastes as a browser does: the event goes through the editor's own handlers. */
function paste(editor: Editor, types: Record<string, string>): void {
  const event = new Event("paste", { bubbles: true, cancelable: true });
  const clipboardData = { types: Object.keys(types), files: [], getData: (type: string) => types[type] ?? "" };
  editor.view.dom.dispatchEvent(Object.assign(event, { clipboardData }));
}

function lines(node: JSONContent, indent: string): string {
  const { type = "", attrs = {}, content = [] } = node;
  const said = [attrs.level, attrs.checked, attrs.tone, attrs.language, attrs.src, attrs.rowspan > 1 && attrs.rowspan];
  const about = said.filter((one) => one !== undefined && one !== null && one !== false).join(" ");
  const words = content.some(({ text }) => text !== undefined) ? content.map(word).join("") : "";
  const head = `${indent}${type}${about ? ` ${about}` : ""}${words ? `: ${words}` : ""}`;
  const inner = words ? [] : content.map((child) => lines(child, `${indent}  `));
  return [head, ...inner].join("\n");
}

function word({ type, text = "", marks = [] }: JSONContent): string {
  const signs = marks.map((mark) => (mark.type === "link" ? `<${mark.attrs?.href}>` : mark.type));
  return text ? [text.replace(/\u00a0/g, "·"), ...signs].join("|") : `[${type}]`;
}

test("Google Docs: headings, tick boxes, nested lists, a table, and pictures by their address", () => {
  expect(pasted("google_docs.html")).toBe(`heading 1: Seal review
paragraph: The ring lost 0.12 mm|bold, see the bench|<https://example.org/bench>.
taskList
  taskItem
    paragraph: Order a ring
  taskItem true
    paragraph: Book the bench
bulletList
  listItem
    paragraph: Ring
    bulletList
      listItem
        paragraph: of rubber|italic
image https://lh7-rt.googleusercontent.com/docsz/AD_4nXexample?key=Zx
table
  tableRow
    tableCell
      paragraph: Part
    tableCell
      paragraph: € 4.20`);
});

test("Word: boxes of all kinds, a picture from its RTF, and no line of its machine", () => {
  const [picture] = picturesInRtf(sample("word_picture.rtf"));
  expect([picture?.type, picture?.size]).toEqual(["image/png", 70]);
  const seen: string[] = [];
  const text = pasted("word.html", (image) => {
    seen.push(image.getAttribute("src") ?? "");
    return "#sending-1";
  });
  expect(seen).toEqual(["file:///C:/Users/bo/AppData/Local/Temp/msohtmlclip1/01/clip_image002.jpg"]);
  expect(text).toBe(`heading 2: Wear test
paragraph: The ring lost 0.12·mm|bold[footnoteReference] in 200 hours|italic.
taskList
  taskItem
    paragraph: Order a ring
  taskItem true
    paragraph: Book the bench
taskList
  taskItem
    paragraph: Ask the supplier
image #sending-1
table
  tableRow
    tableCell
      paragraph: Part|bold
    tableCell
      paragraph: Price|bold
footnote
  paragraph: Measured at 20·°C.`);
});

test("Excel: a table with what spans rows, and nothing around it", () => {
  expect(pasted("excel.html")).toBe(`table
  tableRow
    tableCell
      paragraph: Part
    tableCell
      paragraph: Price
    tableCell
      paragraph
  tableRow
    tableCell
      paragraph: Ring
    tableCell
      paragraph: €4.20
    tableCell 2
      paragraph: checked
  tableRow
    tableCell
      paragraph: Bolt & nut
    tableCell
      paragraph: €1,000.00`);
});

test("Notion: boxes, a callout, code with its language", () => {
  expect(pasted("notion.html")).toBe(`heading 2: Seal review
paragraph: The ring lost 0.12 mm|bold, see the bench|<https://example.org/bench>.
taskList
  taskItem
    paragraph: Order a ring
  taskItem true
    paragraph: Book the bench
bulletList
  listItem
    paragraph: Ring
    bulletList
      listItem
        paragraph: of rubber
callout note
  paragraph: 💡 Measure at 20 °C.
blockquote
  paragraph: It ran dry.
codeBlock python: wear = 0.12
table
  tableRow
    tableHeader
      paragraph: Part
    tableHeader
      paragraph: Price
  tableRow
    tableCell
      paragraph: Ring
    tableCell
      paragraph: € 4.20`);
});

test("Gmail: lines, a list, a picture in the mail, and what was answered to, quoted", () => {
  expect(pasted("gmail.html")).toBe(`paragraph: Hello Bo,
paragraph: the ring lost 0.12 mm|bold.[hardBreak]See the bench|<https://example.org/bench>.
bulletList
  listItem
    paragraph: order
  listItem
    paragraph: measure
image #sending-bench.png
paragraph: On Mon, 30 Nov 2026 at 09:12, Ada <ada@ronde.example|<mailto:ada@ronde.example>> wrote:
blockquote
  paragraph: Is the seal dry?`);
});

test.each([
  ["# Title\n\nwords", true],
  ["- one\n- two", true],
  ["see [it](https://a.example)", true],
  ["| a | b |\n|---|---|\n| 1 | 2 |", true],
  ["a **bold** word", true],
  ["#!/bin/sh\n# comment\n## more", false],
  ["x = 1\n# comment\ny = 2", false],
  ["3 * 4 ** 2 and 5 ** 2", false],
  ["- alone", false],
  ["Dear Bo,\n\nthe seal is dry.", false],
])("%j is Markdown: %s", (text, is) => {
  expect(isMarkdown(text)).toBe(is);
});

test("Markdown becomes blocks, as the server reads it", async () => {
  const html = sample("markdown.html");
  const asked = vi.fn(async (_address: string, _options: RequestInit) => Response.json({ html }));
  vi.stubGlobal("fetch", asked);
  const editor = opened(new Y.Doc(), [pasteMarkdown("/pasted/", () => ({ "X-CSRFToken": "t" }))]);
  paste(editor, { "text/plain": sample("markdown.md") });
  await vi.waitFor(() => expect(editor.getText()).toContain("Seal review"));
  const sent = asked.mock.calls[0]?.[1].body;
  expect(sent instanceof FormData && sent.get("text")).toBe(sample("markdown.md"));
  expect(shown(editor)).toBe(`heading 1: Seal review
paragraph: The ring lost 0.12 mm|bold, see the bench|<https://example.org/bench> and wear.py|code.
taskList
  taskItem
    paragraph: Order a ring
  taskItem true
    paragraph: Book the bench
bulletList
  listItem
    paragraph: Ring
    bulletList
      listItem
        paragraph: of rubber
callout warning
  paragraph: It ran dry.
codeBlock python: wear = 0.12
table
  tableRow
    tableHeader
      paragraph: Part
    tableHeader
      paragraph: Price
  tableRow
    tableCell
      paragraph: Ring
    tableCell
      paragraph: € 4.20
mathBlock
details
  detailsSummary: Why
  detailsContent
    paragraph: Sand in the water.`);
});

test("without the server Markdown stands as it was copied; code of VS Code is code in its language", async () => {
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("offline")));
  vi.stubGlobal("ClipboardEvent", Event); // jsdom has none
  const editor = opened(new Y.Doc(), [pasteMarkdown("/pasted/", () => ({}))]);
  paste(editor, { "text/plain": "## Two\n\nwords" });
  await vi.waitFor(() => expect(shown(editor)).toBe("paragraph: ## Two\nparagraph: words"));
  const code = { "text/plain": "# x\na = 1\n", "text/html": "<div>x</div>", "vscode-editor-data": '{"mode":"python"}' };
  paste(editor, code);
  expect(shown(editor)).toContain("codeBlock python: # x\na = 1");
});

test("a picture in a mail is sent, and stands where its place was moved meanwhile", async () => {
  let finish = (_done: { id: string; name: string; url: string; kind: "image" }): void => undefined;
  const upload = vi.fn(
    () =>
      new Promise<{ id: string; name: string; url: string; kind: "image" }>((done) => {
        finish = done;
      }),
  );
  const pictures = new PastedPictures(
    "doc",
    async () => upload,
    (key) => key,
  );
  const editor = opened(new Y.Doc(), [pictures.extension]);
  const html = cleanPaste(sample("gmail.html"), (image) => pictures.keep(image));
  editor.view.pasteHTML(html, new Event("paste") as ClipboardEvent);
  await vi.waitFor(() => expect(upload).toHaveBeenCalledOnce());
  const [file] = upload.mock.calls[0] as unknown as [File];
  expect([file.name, file.type, file.size]).toEqual(["bench.png", "image/png", 70]);
  editor.commands.insertContentAt(0, "<p>Before</p>");
  finish({ id: FILE, name: "bench.png", url: "", kind: "image" });
  await vi.waitFor(() => expect(JSON.stringify(editor.getJSON())).toContain(FILE));
  expect(shown(editor)).not.toContain("#sending");
});
