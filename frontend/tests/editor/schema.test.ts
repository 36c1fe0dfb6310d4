/** A document that is opened and not edited stays as it is, whatever wrote it. */
import { afterEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { isSafeAddress } from "../../editor/addresses";
import { closeAll, everything, FILE, node, opened } from "./every_node";

afterEach(closeAll);

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

test("a link of another person into a script is rendered without its address", () => {
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

test.each(HOSTILE)("a picture of another person at %j is named, and its address stands nowhere", (src) => {
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
  ["embed", { kind: "thing", id: '"><script>alert(1)</script>' }],
  ["embed", { kind: "javascript", id: "D-12" }],
  ["callout", { tone: '"><script>alert(1)</script>', bid: '"><script>' }],
  ["paragraph", { align: '"><script>alert(1)</script>' }],
  ["mathBlock", { latex: "\\href{javascript:alert(1)}{x} \\style{color:red}{y} <script>x</script>" }],
];

test.each(HOSTILE_NODES)("a hostile %s is shown without doing anything", async (kind, attributes) => {
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
