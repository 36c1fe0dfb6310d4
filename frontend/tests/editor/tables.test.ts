/** What one does with a table: rows that change places, sorting, sums that are right whoever writes. */
import { readFileSync } from "node:fs";
import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { CellSelection } from "@tiptap/pm/tables";
import { afterEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { totalOf } from "../../editor/numbers";
import { schemaExtensions } from "../../editor/schema";
import { boundSpans } from "../../editor/table_spans";
import { undoSteps } from "../../editor/undo_steps";

const editors: Editor[] = [];

afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
});

function opened(content: string, document = new Y.Doc()): Editor {
  const editor = new Editor({
    element: window.document.createElement("div"),
    injectCSS: false,
    extensions: [...schemaExtensions((key) => key), Collaboration.configure({ document }), undoSteps],
  });
  editors.push(editor);
  if (content) editor.commands.setContent(content);
  return editor;
}

const table = (rows: readonly (readonly string[])[], heads = ["Part", "Price"]): string => {
  const line = (tag: string, cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => `<${tag}><p>${cell}</p></${tag}>`).join("")}</tr>`;
  return `<table>${line("th", heads)}${rows.map((row) => line("td", row)).join("")}</table>`;
};

function into(editor: Editor, words: string): void {
  editor.state.doc.descendants((node, at) => {
    if (node.isText && node.text === words) editor.commands.setTextSelection(at + words.length);
  });
}

const column = (editor: Editor, n: number): string[] =>
  [...editor.view.dom.querySelectorAll("tr")].map((row) => row.children[n]?.textContent ?? "");

const PRICES = [
  ["Seal", "12,50 €"],
  ["hose", "3 €"],
  ["Écrou", ""],
  ["Bolt", "100 €"],
];

test("rows are sorted by the column with the cursor: numbers as such, words without regard to case, empty last", () => {
  const editor = opened(table(PRICES));
  into(editor, "12,50 €");
  expect(editor.commands.sortColumn(1)).toBe(true);
  expect(column(editor, 1)).toEqual(["Price", "3 €", "12,50 €", "100 €", ""]);
  expect(editor.state.selection.$from.parent.textContent).toBe("12,50 €");
  editor.commands.sortColumn(-1);
  expect(column(editor, 1)).toEqual(["Price", "100 €", "12,50 €", "3 €", ""]);
  into(editor, "Seal");
  editor.commands.sortColumn(1);
  expect(column(editor, 0)).toEqual(["Part", "Bolt", "Écrou", "hose", "Seal"]);
  editor.commands.undo();
  expect(column(editor, 0)).toEqual(["Part", "Bolt", "Seal", "hose", "Écrou"]);
});

test("a row moves with the cursor in it, and never above the headings", () => {
  const editor = opened(table(PRICES));
  into(editor, "hose");
  editor.commands.moveRow(-1);
  expect(column(editor, 0)).toEqual(["Part", "hose", "Seal", "Écrou", "Bolt"]);
  expect(editor.commands.moveRow(-1)).toBe(false);
  editor.commands.moveRow(1);
  expect(column(editor, 0)).toEqual(["Part", "Seal", "hose", "Écrou", "Bolt"]);
});

test("a table in which a cell goes over rows is not sorted", () => {
  const editor = opened(
    '<table><tr><td rowspan="2"><p>a</p></td><td><p>b</p></td></tr><tr><td><p>c</p></td></tr></table>',
  );
  into(editor, "b");
  expect(editor.can().sortColumn(1)).toBe(false);
  expect(editor.can().moveRow(1)).toBe(false);
});

test.each(
  JSON.parse(readFileSync("tests/documents/richtext/table_sums.json", "utf8")) as { cells: string[]; sum: string }[],
)("the sum of $cells is $sum", ({ cells, sum }) => {
  expect(totalOf(cells)).toBe(sum);
});

test("the sum of a column stands below it, and follows what anyone writes above", async () => {
  const [ada, bo] = [new Y.Doc(), new Y.Doc()];
  ada.on("update", (update: Uint8Array, origin: unknown) => origin !== bo && Y.applyUpdate(bo, update, ada));
  bo.on("update", (update: Uint8Array, origin: unknown) => origin !== ada && Y.applyUpdate(ada, update, bo));
  const [hers, his] = [opened(table(PRICES), ada), opened("", bo)];
  into(hers, "12,50 €");
  hers.commands.sumColumn();
  await vi.waitFor(() => expect(column(hers, 1).at(-1)).toBe("115,50 €"));
  into(his, "3 €");
  his.commands.insertContent(" ");
  his.commands.deleteRange({ from: his.state.selection.from - 4, to: his.state.selection.from });
  his.commands.insertContent("4 €");
  await vi.waitFor(() => expect([column(hers, 1).at(-1), column(his, 1).at(-1)]).toEqual(["116,50 €", "116,50 €"]));
  expect(ada.getXmlFragment("default").toString()).not.toContain("116,50");
  into(hers, "Seal");
  hers.commands.sortColumn(1);
  expect(column(hers, 1).at(-1)).toBe("116,50 €");
  expect(hers.getText()).toContain("116,50 €");
});

test("a sum goes into the last cell where that is empty", () => {
  const editor = opened(
    table([
      ["Seal", "2"],
      ["Both", ""],
    ]),
  );
  into(editor, "2");
  editor.commands.sumColumn();
  expect(editor.view.dom.querySelectorAll("tr")).toHaveLength(3);
  expect(editor.view.dom.querySelectorAll("tr:last-child .column-sum")).toHaveLength(1);
});

test("cells stay selected where Shift and an arrow come to the edge of the table", () => {
  const editor = opened(table([["Seal", "2"]]));
  into(editor, "Seal");
  const press = (key: string): void => {
    const event = new KeyboardEvent("keydown", { key, shiftKey: true });
    editor.view.someProp("handleKeyDown", (handle) => handle(editor.view, event));
  };
  press("ArrowRight");
  const chosen = editor.state.selection;
  for (const key of ["ArrowRight", "ArrowRight", "ArrowDown"]) press(key);
  expect(chosen.ranges.length).toBeGreaterThan(0);
  expect(editor.state.selection).toBeInstanceOf(CellSelection);
});

test.each([3e7, -1, "30000000", Number.NaN])("a forged span of %s leaves a document that opens", (span) => {
  const forged = new Y.Doc();
  const hers = opened(table(PRICES), forged);
  const cell = forged.getXmlFragment("default").querySelector("tableCell") as Y.XmlElement<
    Record<string, number | string>
  >;
  const before = Y.encodeStateAsUpdate(forged);
  hers.destroy();
  const his = new Y.Doc();
  boundSpans(his);
  Y.applyUpdate(his, before);
  const editor = opened("", his);
  cell.setAttribute("colspan", span);
  cell.setAttribute("rowspan", span);
  Y.applyUpdate(his, Y.encodeStateAsUpdate(forged));
  expect(editor.getText()).toContain("12,50");
});

test("a cell pasted over a million columns goes over no more than a table has", () => {
  const editor = opened('<table><tr><td colspan="1000000" rowspan="x"><p>wide</p></td></tr></table>');
  expect(editor.state.doc.firstChild?.firstChild?.firstChild?.attrs).toMatchObject({ colspan: 100, rowspan: 1 });
});
