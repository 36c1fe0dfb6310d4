/** Two people write in one block: the caret stays between the same letters. */
import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as Y from "yjs";
import { openNodeForm } from "../../editor/node_form";
import { schemaExtensions } from "../../editor/schema";
import { sharedParagraph } from "../../editor/shared_paragraph";

let ada: Y.Doc;
let bo: Editor;

beforeEach(() => {
  ada = new Y.Doc();
  const paragraphs = ["The seal stayed dry.", "The ring is worn."].map((words, index) => {
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.setAttribute("bid", `0000000${index}`);
    paragraph.insert(0, [new Y.XmlText(words)]);
    return paragraph;
  });
  ada.getXmlFragment("default").insert(0, paragraphs);
  const document = new Y.Doc();
  Y.applyUpdate(document, Y.encodeStateAsUpdate(ada));
  ada.on("update", (update, origin) => origin !== "bo" && Y.applyUpdate(document, update, "ada"));
  document.on("update", (update, origin) => origin !== "ada" && Y.applyUpdate(ada, update, "bo"));
  bo = new Editor({
    extensions: [...schemaExtensions((key) => key), Collaboration.configure({ document }), sharedParagraph],
  });
});

afterEach(() => bo.destroy());

const paragraph = (index: number): Y.XmlElement => ada.getXmlFragment("default").get(index) as Y.XmlElement;
const textOf = (index: number): Y.XmlText => paragraph(index).get(0) as Y.XmlText;
const shown = (): string[] => bo.getText({ blockSeparator: "\n" }).split("\n");

/** Ada types before the text of the first line, Bo where his caret is, a letter each in turn. */
function typeInTurn(adas: string, bos: string): void {
  for (let n = 0; n < Math.max(adas.length, bos.length); n += 1) {
    textOf(0).insert(n, adas[n] ?? "");
    if (bos[n]) bo.commands.insertContent({ type: "text", text: bos[n] ?? "" });
  }
}

test.each([
  ["at the end", 21, "Ada. The seal stayed dry. Bo."],
  ["in the middle", 9, "Ada. The seal Bo. stayed dry."],
])("who types %s of a line into which another types before it types one sentence", (_, at, whole) => {
  bo.commands.setTextSelection(at);
  typeInTurn("Ada. ", " Bo.");
  expect(shown()).toEqual([whole, "The ring is worn."]);
  expect(textOf(0).toString()).toBe(whole);
});

test("what is selected stays selected", () => {
  bo.commands.setTextSelection({ from: 5, to: 9 });
  typeInTurn("Ada. ", "");
  const { from, to } = bo.state.selection;
  expect(bo.state.doc.textBetween(from, to)).toBe("seal");
});

test("a caret in another line is left alone, and one in a line that goes is not held", () => {
  bo.commands.setTextSelection(27);
  typeInTurn("Ada. ", "");
  expect(bo.state.selection.from).toBe(32);
  ada.getXmlFragment("default").delete(1, 1);
  expect(bo.state.selection.from).toBeLessThanOrEqual(bo.state.doc.content.size);
  expect(shown()).toEqual(["Ada. The seal stayed dry."]);
});

test("a formula is kept by its form, though another person writes above it meanwhile", () => {
  HTMLElement.prototype.showPopover ??= () => undefined;
  HTMLElement.prototype.hidePopover ??= () => undefined;
  bo.commands.setTextSelection(27);
  bo.commands.insertFormula("mathInline");
  const formula = bo.view.dom.querySelector<HTMLElement>(".math") ?? document.body;
  const field = { name: "latex", label: "LaTeX" };
  openNodeForm(bo, bo.view.posAtDOM(formula, 0), formula, "Formula", [field], null, (key) => key, "latex");
  textOf(0).insert(0, "Ada. ");
  const form = document.querySelector("form");
  const input = form?.querySelector("input");
  if (input) input.value = "E = mc^2";
  form?.dispatchEvent(new Event("submit", { cancelable: true }));
  bo.commands.insertContent({ type: "text", text: "!" });
  expect(shown()).toEqual(["Ada. The seal stayed dry.", "The E = mc^2!ring is worn."]);
});
