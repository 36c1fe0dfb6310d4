/** What the clipboards of Word, Google Docs, Excel, Notion and Gmail become (samples in tests/data/pasted). */
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { cleanPaste } from "../../editor/paste";
import { pasteCells } from "../../editor/paste_cells";
import { picturesInRtf } from "../../editor/paste_rtf";
import { closeAll, opened } from "./every_node";
import { sample, shown } from "./pasting";

afterEach(closeAll);

/** What is pasted into an empty text: a line a block, with what stands in it below. */
function pasted(name: string, keep = (image: HTMLImageElement): string => `#sending-${image.alt}`): string {
  const editor = opened(new Y.Doc());
  editor.view.pasteHTML(cleanPaste(sample(name), keep), new Event("paste") as ClipboardEvent);
  return shown(editor);
}

test("Google Docs: headings, tick boxes, nested lists, a table, and pictures by their address", () => {
  expect(pasted("google_docs.txt")).toBe(`heading 1: Seal review
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
  const text = pasted("word.txt", (image) => {
    seen.push(image.getAttribute("src") ?? "");
    return "#sending-1";
  });
  expect(seen).toEqual(["file:///C:/Temp/msohtmlclip1/01/clip_image002.jpg"]);
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

test("Word: its notes stand at the end of a text, and one goes on behind the words that came with them", () => {
  const editor = opened(new Y.Doc());
  editor.commands.setContent("<p>Before</p><p>After</p>");
  editor.commands.setTextSelection(7);
  const words = '<p>one</p><p>two<sup class="footnote-ref" data-label="n-1"></sup></p>';
  const note = '<div class="footnote" data-label="n-1"><p>Measured.</p></div>';
  editor.view.pasteHTML(words + note, new Event("paste") as ClipboardEvent);
  editor.commands.insertContent(" three");
  expect(shown(editor)).toBe(`paragraph: Beforeone
paragraph: two[footnoteReference] three
paragraph: After
footnote
  paragraph: Measured.`);
});

test("Excel: into a table, though its last cell goes over two rows", () => {
  const editor = opened(new Y.Doc(), [pasteCells]);
  editor.commands.setContent("<table><tr><td>one</td><td>two</td></tr></table>");
  editor.commands.setTextSelection(5);
  editor.view.pasteHTML(
    cleanPaste(sample("excel.txt"), () => ""),
    new Event("paste") as ClipboardEvent,
  );
  expect(editor.getText({ blockSeparator: "|" })).toContain("Bolt & nut");
  expect(editor.view.dom.querySelectorAll("tr")).toHaveLength(3);
  expect(editor.view.dom.querySelectorAll("td")).toHaveLength(9);
});

test("Excel: a table with what spans rows, and nothing around it", () => {
  expect(pasted("excel.txt")).toBe(`table
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
  expect(pasted("notion.txt")).toBe(`heading 2: Seal review
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
  expect(pasted("gmail.txt")).toBe(`paragraph: Hello Bo,
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
