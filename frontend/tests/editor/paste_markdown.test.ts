/** Markdown, code and pictures that are pasted arrive as what they are. */
import { afterEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { cleanPaste } from "../../editor/paste";
import { isMarkdown, pasteMarkdown } from "../../editor/paste_markdown";
import { PastedPictures } from "../../editor/paste_pictures";
import { closeAll, FILE, opened } from "./every_node";
import { paste, sample, shown } from "./pasting";

afterEach(() => {
  vi.unstubAllGlobals();
  closeAll();
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
  const html = cleanPaste(sample("gmail.txt"), (image) => pictures.keep(image));
  editor.view.pasteHTML(html, new Event("paste") as ClipboardEvent);
  await vi.waitFor(() => expect(upload).toHaveBeenCalledOnce());
  const [file] = upload.mock.calls[0] as unknown as [File];
  expect([file.name, file.type, file.size]).toEqual(["bench.png", "image/png", 70]);
  editor.commands.insertContentAt(0, "<p>Before</p>");
  finish({ id: FILE, name: "bench.png", url: "", kind: "image" });
  await vi.waitFor(() => expect(JSON.stringify(editor.getJSON())).toContain(FILE));
  expect(shown(editor)).not.toContain("#sending");
});
