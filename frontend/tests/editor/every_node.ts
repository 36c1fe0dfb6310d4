/** Documents with one of each node, and an editor on one. */
import { Editor, type Extensions } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import * as Y from "yjs";
import { type Surroundings, schemaExtensions } from "../../editor/schema";

const open: Editor[] = [];

/** Ends every editor that a test opened. */
export function closeAll(): void {
  for (const editor of open.splice(0)) editor.destroy();
}

export function opened(doc: Y.Doc, more: Extensions = [], around: Surroundings = {}): Editor {
  const editor = new Editor({
    element: document.createElement("div"),
    injectCSS: false,
    extensions: [...schemaExtensions((key) => key, around), Collaboration.configure({ document: doc }), ...more],
  });
  open.push(editor);
  return editor;
}

type Child = string | Y.XmlElement | { text: string; marks: Record<string, object> };

export function node(kind: string, attributes: Record<string, unknown>, ...children: Child[]): Y.XmlElement {
  const element = new Y.XmlElement<Record<string, never>>(kind);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value as never);
  for (const [at, each] of children.entries()) {
    if (each instanceof Y.XmlElement) element.insert(at, [each]);
    else {
      const text = new Y.XmlText();
      text.insert(0, typeof each === "string" ? each : each.text, typeof each === "string" ? {} : each.marks);
      element.insert(at, [text]);
    }
  }
  return element as unknown as Y.XmlElement;
}

export const FILE = "0b8f2f0e-93d4-4f5b-8b3f-1e2d3c4b5a69";
export const OTHER = FILE.replace("0b8f", "1c9a");

export const everything = (): Y.XmlElement[] => [
  ...[1, 2, 3, 4, 5, 6].map((level) => node("heading", { level }, `Heading ${level}`)),
  node("paragraph", {}, { text: "bold code in a link", marks: { bold: {}, code: {}, link: { href: "/d/1" } } }),
  node(
    "paragraph",
    {},
    { text: "all", marks: { italic: {}, strike: {}, underline: {} } },
    node("hardBreak", {}),
    "next",
  ),
  node("paragraph", { align: "right" }, { text: "raised", marks: { superscript: {}, highlight: { colour: "green" } } }),
  node("heading", { level: 2, align: "center" }, { text: "red", marks: { textColour: { colour: "red" } } }),
  node("paragraph", {}, { text: "marked", marks: { highlight: {}, subscript: {} } }),
  node("paragraph", {}),
  node("bulletList", {}, node("listItem", {}, node("paragraph", {}, "one"))),
  node("orderedList", { start: 3 }, node("listItem", {}, node("paragraph", {}, "three"))),
  node(
    "taskList",
    {},
    node(
      "taskItem",
      { checked: true },
      node("paragraph", {}, "done"),
      node("taskList", {}, node("taskItem", { checked: false }, node("paragraph", {}, "to do"))),
    ),
  ),
  node("blockquote", {}, node("paragraph", {}, "quoted")),
  node("codeBlock", { language: "rust" }, "fn main() {}"),
  node("codeBlock", {}),
  node("horizontalRule", {}),
  node(
    "table",
    {},
    node("tableRow", {}, node("tableHeader", { colspan: 2 }, node("paragraph", {}, "wide"))),
    node(
      "tableRow",
      {},
      node("tableCell", {}, node("paragraph", {}, "a")),
      node("tableCell", {}, node("paragraph", {}, "b")),
    ),
  ),
  node("image", { src: "/media/pump.png", alt: "A pump" }),
  node("image", { file: FILE, alt: "A bench", caption: "The bench", width: 50, original: OTHER, bid: "a1b2c3d4" }),
  node("attachment", { file: FILE, name: "curve.csv" }),
  node("embed", { kind: "thing", id: "D-12", bid: "e1b2c3d4" }),
  node("embed", { kind: "budget", id: "field" }),
  node("callout", { tone: "warning", bid: "b1b2c3d4" }, node("paragraph", {}, "Mind the sand")),
  node(
    "details",
    { bid: "c1b2c3d4" },
    node("detailsSummary", {}, { text: "More", marks: { bold: {} } }),
    node("detailsContent", {}, node("paragraph", {}, "hidden")),
  ),
  node("columns", {}, node("column", {}, node("paragraph", {}, "left")), node("column", {}, node("paragraph", {}))),
  node("contents", { bid: "f1b2c3d4" }),
  node("paragraph", {}, "see", node("footnoteReference", { label: "1" })),
  node("footnote", { label: "1" }, node("paragraph", {}, "the note")),
  node("mathBlock", { latex: "\\vec{v} = 3" }),
  node(
    "paragraph",
    { bid: "d1b2c3d4" },
    "by ",
    node("mention", { kind: "person", id: FILE }),
    " and ",
    node("mathInline", { latex: "x^2" }),
  ),
  node("table", {}, node("tableRow", {}, node("tableCell", {}, node("paragraph", {}, node("columnSum", {}))))),
  node("table", {}, node("tableRow", {}, node("tableCell", { colwidth: [120] }, node("paragraph", {}, "narrow")))),
];
