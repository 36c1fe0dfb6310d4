/** Code keeps its colours while a text is written: those of a block that changed are drawn anew, and no others. */
import { Editor } from "@tiptap/core";
import { afterEach, expect, test, vi } from "vitest";
import { lowlight } from "../../editor/code_colours";
import { schemaExtensions } from "../../editor/schema";

let editor: Editor;
afterEach(() => editor.destroy());

const block = (text: string, language: string | null = "python") => ({
  type: "codeBlock",
  attrs: { language },
  content: [{ type: "text", text }],
});

/** The coloured words in their order. */
function coloured(): string[] {
  return [...editor.view.dom.querySelectorAll("[class^=hljs]")].map((each) => each.textContent ?? "");
}

async function open(...content: object[]): Promise<void> {
  editor = new Editor({
    element: document.createElement("div"),
    extensions: schemaExtensions((name) => name),
    content: { type: "doc", content },
  });
  await vi.waitFor(() => expect(coloured()).not.toEqual([]));
}

test("writing in one block colours that one only, and in the text around them none", async () => {
  await open(block("return 1"), { type: "paragraph" }, block("pass"));
  expect(coloured()).toEqual(["return", "1", "pass"]);
  const highlight = vi.spyOn(lowlight, "highlight");
  editor.commands.insertContentAt(11, "between");
  expect(highlight).not.toHaveBeenCalled();
  editor.commands.insertContentAt(1, "if 2: ");
  expect(highlight).toHaveBeenCalledExactlyOnceWith("python", "if 2: return 1");
  expect(coloured()).toEqual(["if", "2", "return", "1", "pass"]);
});

test("a block whose language is taken away loses its colours", async () => {
  await open(block("return 1"), block("pass"));
  editor.view.dispatch(editor.state.tr.setNodeMarkup(0, null, { language: null }));
  expect(coloured()).toEqual(["pass"]);
});

test("a block that is moved keeps its colours", async () => {
  await open(block("return 1"), block("pass"));
  const first = editor.state.doc.child(0);
  const { tr } = editor.state;
  tr.delete(0, first.nodeSize);
  editor.view.dispatch(tr.insert(tr.doc.content.size, first));
  expect(coloured()).toEqual(["pass", "return", "1"]);
});

test("code that becomes a paragraph loses its colours", async () => {
  await open(block("return 1"), block("pass"));
  editor.chain().setTextSelection(3).setParagraph().run();
  expect(coloured()).toEqual(["pass"]);
});
