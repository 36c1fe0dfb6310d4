/** A document that the server imported from Markdown opens in the editor unchanged, with numbers as numbers. */
import { readFileSync } from "node:fs";
import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { schemaExtensions } from "../../editor/schema";

const open: Editor[] = [];

afterEach(() => {
  for (const editor of open.splice(0)) editor.destroy();
});

/** Written by the server's Markdown import; tests/documents/richtext/test_markdown.py keeps it current. */
const { update } = JSON.parse(readFileSync("tests/documents/richtext/data/every_kind.json", "utf8")) as {
  update: string;
};

test("an imported document opens whole, with attributes of the right kind", async () => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Buffer.from(update, "base64"));
  const before = doc.getXmlFragment("default").toJSON();
  const editor = new Editor({
    element: document.createElement("div"),
    injectCSS: false,
    extensions: [...schemaExtensions((key) => key), Collaboration.configure({ document: doc })],
  });
  open.push(editor);
  await new Promise((done) => setTimeout(done, 0));
  expect(doc.getXmlFragment("default").toJSON()).toEqual(before);
  editor.state.doc.check();
  const kinds: string[] = [];
  const attributes: Record<string, unknown>[] = [];
  editor.state.doc.descendants((node) => {
    kinds.push(node.type.name);
    attributes.push({ kind: node.type.name, ...node.attrs });
  });
  expect(new Set(kinds)).toEqual(
    new Set(
      (
        "heading paragraph text hardBreak taskList taskItem bulletList listItem orderedList blockquote codeBlock " +
        "horizontalRule table tableRow tableHeader tableCell image"
      ).split(" "),
    ),
  );
  expect(attributes[0]).toMatchObject({ kind: "heading", level: 1 });
  expect(attributes.filter(({ kind }) => kind === "taskItem").map(({ checked }) => checked)).toEqual([false, true]);
  expect(attributes.find(({ kind }) => kind === "orderedList")).toMatchObject({ start: 7 });
  expect(attributes.filter(({ kind }) => kind === "codeBlock").map(({ language }) => language)).toEqual([
    "rust",
    null,
    null,
  ]);
  expect(attributes.find(({ kind }) => kind === "image")).toMatchObject({ src: "pump.png", title: "Pump" });
});
