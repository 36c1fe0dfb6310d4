/** A document that is opened and not edited stays as it is, whatever wrote it. */
import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { afterEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { isSafeAddress } from "../../editor/addresses";
import { schemaExtensions } from "../../editor/schema";

const open: Editor[] = [];

afterEach(() => {
  for (const editor of open.splice(0)) editor.destroy();
});

function opened(doc: Y.Doc): Editor {
  const editor = new Editor({
    element: document.createElement("div"),
    injectCSS: false,
    extensions: [...schemaExtensions((key) => key), Collaboration.configure({ document: doc })],
  });
  open.push(editor);
  return editor;
}

type Child = string | Y.XmlElement | { text: string; marks: Record<string, object> };

function node(kind: string, attributes: Record<string, unknown>, ...children: Child[]): Y.XmlElement {
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

const FILE = "0b8f2f0e-93d4-4f5b-8b3f-1e2d3c4b5a69";

const everything = (): Y.XmlElement[] => [
  ...[1, 2, 3, 4, 5, 6].map((level) => node("heading", { level }, `Heading ${level}`)),
  node("paragraph", {}, { text: "bold code in a link", marks: { bold: {}, code: {}, link: { href: "/d/1" } } }),
  node(
    "paragraph",
    {},
    { text: "all", marks: { italic: {}, strike: {}, underline: {} } },
    node("hardBreak", {}),
    "next",
  ),
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
  node("image", { file: FILE, alt: "A bench", caption: "The bench", width: 50, bid: "a1b2c3d4" }),
  node("attachment", { file: FILE, name: "curve.csv" }),
  node("callout", { tone: "warning", bid: "b1b2c3d4" }, node("paragraph", {}, "Mind the sand")),
  node(
    "details",
    { bid: "c1b2c3d4" },
    node("detailsSummary", {}, { text: "More", marks: { bold: {} } }),
    node("detailsContent", {}, node("paragraph", {}, "hidden")),
  ),
  node("mathBlock", { latex: "\\vec{v} = 3" }),
  node(
    "paragraph",
    { bid: "d1b2c3d4" },
    "by ",
    node("mention", { kind: "person", id: FILE }),
    " and ",
    node("mathInline", { latex: "x^2" }),
  ),
  node("table", {}, node("tableRow", {}, node("tableCell", { colwidth: [120] }, node("paragraph", {}, "narrow")))),
];

test("opening a document with everything in it changes nothing", () => {
  const doc = new Y.Doc();
  const root = doc.getXmlFragment("default");
  root.push(everything());
  const before = root.toString();
  let changes = 0;
  doc.on("update", () => {
    changes += 1;
  });
  const editor = opened(doc);
  expect(() => editor.state.doc.check()).not.toThrow();
  expect(editor.state.doc.childCount).toBe(root.length);
  expect(root.toString()).toBe(before);
  expect(changes).toBe(0);
});

test("opening an empty document writes nothing", () => {
  const doc = new Y.Doc();
  let changes = 0;
  doc.on("update", () => {
    changes += 1;
  });
  opened(doc);
  expect(changes).toBe(0);
});

test("nothing sets a style attribute, which the content security policy refuses", () => {
  const set = vi.spyOn(Element.prototype, "setAttribute");
  const doc = new Y.Doc();
  doc.getXmlFragment("default").push(everything());
  opened(doc);
  expect(set.mock.calls.length).toBeGreaterThan(5);
  expect(set.mock.calls.filter(([name]) => name === "style")).toEqual([]);
});

test("undo reverts one's own typing and nobody else's", () => {
  const [ada, bo] = [new Y.Doc(), new Y.Doc()];
  ada.on("update", (update: Uint8Array, origin: unknown) => origin !== bo && Y.applyUpdate(bo, update, ada));
  bo.on("update", (update: Uint8Array, origin: unknown) => origin !== ada && Y.applyUpdate(ada, update, bo));
  const editor = opened(ada);
  editor.commands.insertContent("mine");
  opened(bo).commands.insertContentAt(1, "hers ");
  editor.commands.undo();
  expect(editor.getText()).toBe("hers ");
});

test.each([
  ["## Two", "heading"],
  ["- one", "bulletList"],
  ["1. one", "orderedList"],
  ["[ ] task", "taskList"],
  ["> said", "blockquote"],
  ["``` ", "codeBlock"],
])("typing %j makes a %s", (typed, kind) => {
  const editor = opened(new Y.Doc());
  for (const letter of typed) {
    const { view } = editor;
    const { from, to } = view.state.selection;
    const taken = view.someProp("handleTextInput", (handle) =>
      handle(view, from, to, letter, () => view.state.tr.insertText(letter, from, to)),
    );
    if (!taken) view.dispatch(view.state.tr.insertText(letter, from, to));
  }
  expect(editor.state.doc.firstChild?.type.name).toBe(kind);
});

test.each(["https://a.org", "http://a.org/?q=a:b", "mailto:a@b.org", "tel:+33 1", "/d/1", "#h-2", "page", "pa/ge:1"])(
  "a link may lead to %j",
  (address) => {
    expect(isSafeAddress(address)).toBe(true);
  },
);

test.each([
  "javascript:alert(1)",
  "JaVa\tScript:x",
  "\u0001javascript:x",
  "data:text/html,x",
  "vbscript:x",
  "file:///etc",
  "blob:x",
])("a link may not lead to %j", (address) => {
  expect(isSafeAddress(address)).toBe(false);
});

test("a link of somebody else into a script is rendered without its address", () => {
  const doc = new Y.Doc();
  doc
    .getXmlFragment("default")
    .push([node("paragraph", {}, { text: "x", marks: { link: { href: "javascript:alert(1)" } } })]);
  expect(opened(doc).view.dom.innerHTML).not.toContain("javascript");
});

test("a picture of another site is shown as a link, one of ours as itself, and both are copied as pictures", () => {
  const editor = opened(new Y.Doc());
  editor.commands.setContent('<img src="https://example.org/seal.png" alt="The seal"><img src="/files/1/" alt="Ours">');
  const elsewhere = editor.view.dom.querySelector(".elsewhere a") as HTMLAnchorElement;
  expect([elsewhere.textContent, elsewhere.href]).toEqual(["The seal", "https://example.org/seal.png"]);
  expect([...editor.view.dom.querySelectorAll("img[alt='Ours']")]).toHaveLength(1);
  expect(editor.view.dom.querySelector('img[src^="https:"]')).toBeNull();
  expect(editor.getHTML()).toContain('<img src="https://example.org/seal.png" alt="The seal">');
});

const HOSTILE = [
  "javascript:alert(1)",
  " java\tscript:alert(1)",
  "data:image/svg+xml,<svg/>",
  "blob:x",
  "file:///etc/passwd",
];

test.each(HOSTILE)("a picture of somebody else at %j is named, and its address stands nowhere", (src) => {
  const doc = new Y.Doc();
  doc.getXmlFragment("default").push([node("image", { src, alt: "A pump" })]);
  const editor = opened(doc);
  expect(editor.view.dom.querySelector("img[src], a[href]")).toBeNull();
  expect(editor.view.dom.innerHTML).not.toContain(src);
  expect(editor.view.dom.textContent).toContain("A pump");
  expect(editor.getHTML()).not.toContain("src");
  expect(doc.getXmlFragment("default").toString()).toContain(src);
});

test.each(HOSTILE)("a pasted picture at %j is left out", (src) => {
  const editor = opened(new Y.Doc());
  const image = document.createElement("img");
  image.setAttribute("src", src);
  editor.commands.setContent(`<p>before</p>${image.outerHTML}`);
  expect(editor.getJSON().content?.map(({ type }) => type)).toEqual(["paragraph"]);
});

const HOSTILE_NODES: [string, Record<string, unknown>][] = [
  ["mention", { kind: "person", id: '"><script>alert(1)</script>' }],
  ["mention", { kind: "script", id: FILE }],
  ["image", { file: '"><script>', src: "javascript:alert(1)", width: "1;color:red", caption: "<script>x</script>" }],
  ["attachment", { file: "javascript:alert(1)", name: "<script>x</script>" }],
  ["callout", { tone: '"><script>alert(1)</script>', bid: '"><script>' }],
  ["mathBlock", { latex: "\\href{javascript:alert(1)}{x} \\style{color:red}{y} <script>x</script>" }],
];

test.each(HOSTILE_NODES)("a %s of somebody hostile is shown without doing anything", async (kind, attributes) => {
  const doc = new Y.Doc();
  const element =
    kind === "mention" ? node("paragraph", {}, node(kind, attributes)) : node(kind, attributes, ...filling(kind));
  doc.getXmlFragment("default").push([element]);
  const editor = opened(doc);
  await new Promise((done) => setTimeout(done, 50));
  for (const html of [editor.view.dom.innerHTML, editor.getHTML()]) {
    const page = new DOMParser().parseFromString(html, "text/html");
    expect(page.querySelector("script, [style], [href^='javascript'], [src^='javascript']")).toBeNull();
    expect([...page.querySelectorAll("[id]")].map(({ id }) => id)).toEqual([]);
  }
});

const filling = (kind: string): Y.XmlElement[] => (kind === "callout" ? [node("paragraph", {}, "x")] : []);

test("what is copied out of the editor is pasted back the same", () => {
  const doc = new Y.Doc();
  doc.getXmlFragment("default").push(everything());
  const editor = opened(doc);
  const other = opened(new Y.Doc());
  other.commands.setContent(editor.getHTML());
  expect(other.getJSON()).toEqual(editor.getJSON());
});

test("the half of a block that Enter splits off has no id until the server gives it one", () => {
  const doc = new Y.Doc();
  doc.getXmlFragment("default").push([node("paragraph", { bid: "a1b2c3d4" }, "one two")]);
  const editor = opened(doc);
  editor.chain().setTextSelection(5).splitBlock().run();
  expect(editor.getJSON().content?.map(({ attrs }) => attrs?.bid)).toEqual(["a1b2c3d4", null]);
});
