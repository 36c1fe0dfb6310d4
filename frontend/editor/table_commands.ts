/** Commands for the table with the cursor in it. */
import type { Editor } from "@tiptap/core";
import type { CommandGroup, EditorCommand } from "./editor_command";

export const inTable = (editor: Editor): boolean => editor.isActive("table");

const ofTable = (name: string, icon: string, run: EditorCommand["run"], keys = ""): EditorCommand => ({
  name,
  icon,
  run,
  ...(keys ? { keys } : {}),
  isAvailable: inTable,
});
const WIDER = 40;

export const TABLE_ROWS: readonly EditorCommand[] = [
  ofTable("row_above", "arrow-up", (editor) => editor.chain().focus().addRowBefore().run()),
  ofTable("row_below", "arrow-down", (editor) => editor.chain().focus().addRowAfter().run(), "Ctrl Enter"),
  {
    ...ofTable("row_up", "chevron-up", (editor) => editor.chain().focus().moveRow(-1).run()),
    isAvailable: (editor) => editor.can().moveRow(-1),
  },
  {
    ...ofTable("row_down", "chevron-down", (editor) => editor.chain().focus().moveRow(1).run()),
    isAvailable: (editor) => editor.can().moveRow(1),
  },
  ofTable("row_delete", "minus", (editor) => editor.chain().focus().deleteRow().run()),
];
export const TABLE_COLUMNS: readonly EditorCommand[] = [
  ofTable("column_before", "arrow-left", (editor) => editor.chain().focus().addColumnBefore().run()),
  ofTable("column_after", "arrow-right", (editor) => editor.chain().focus().addColumnAfter().run()),
  {
    ...ofTable("sort_up", "arrow-up-a-z", (editor) => editor.chain().focus().sortColumn(1).run()),
    isAvailable: (editor) => editor.can().sortColumn(1),
  },
  {
    ...ofTable("sort_down", "arrow-down-a-z", (editor) => editor.chain().focus().sortColumn(-1).run()),
    isAvailable: (editor) => editor.can().sortColumn(-1),
  },
  {
    ...ofTable("column_sum", "sigma", (editor) => editor.chain().focus().sumColumn().run()),
    isAvailable: (editor) => editor.can().sumColumn(),
  },
  ofTable("column_wider", "chevrons-up-down", (editor) => editor.chain().focus().widenColumns(WIDER).run()),
  ofTable("column_narrower", "chevrons-up-down", (editor) => editor.chain().focus().widenColumns(-WIDER).run()),
  ofTable("column_delete", "minus", (editor) => editor.chain().focus().deleteColumn().run()),
];
export const MERGE: EditorCommand = {
  ...ofTable("cells_merge", "table-cells-merge", (editor) => editor.chain().focus().mergeCells().run()),
  isAvailable: (editor) => inTable(editor) && editor.can().mergeCells(),
};
export const SPLIT: EditorCommand = {
  ...ofTable("cell_split", "table-cells-split", (editor) => editor.chain().focus().splitCell().run()),
  isAvailable: (editor) => inTable(editor) && editor.can().splitCell(),
};
export const HEADER_ROW: EditorCommand = {
  ...ofTable("header_row", "rows-3", (editor) => editor.chain().focus().toggleHeaderRow().run()),
  isOn: (editor) => hasHeader(editor, (table, n) => table.firstChild?.maybeChild(n)),
};
export const HEADER_COLUMN: EditorCommand = {
  ...ofTable("header_column", "columns-3", (editor) => editor.chain().focus().toggleHeaderColumn().run()),
  isOn: (editor) => hasHeader(editor, (table, n) => table.maybeChild(n)?.firstChild),
};
export const TABLE_DELETE = ofTable("table_delete", "trash-2", (editor) => editor.chain().focus().deleteTable().run());

/** All that one does with a table, for menus. */
export const TABLE_GROUPS: readonly CommandGroup[] = [
  { name: "table_row", commands: TABLE_ROWS },
  { name: "table_column", commands: TABLE_COLUMNS },
  { name: "table", commands: [HEADER_ROW, HEADER_COLUMN, MERGE, SPLIT, TABLE_DELETE] },
];

type TableNode = Editor["state"]["doc"];

/** The table with the cursor in it. */
export function tableAt({ state: { selection } }: Editor): { table: TableNode; at: number } | null {
  const { $from } = selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type.name === "table") return { table: $from.node(depth), at: $from.before(depth) };
  }
  return null;
}

/** Whether every cell at an edge of the table is a heading. */
function hasHeader(editor: Editor, cellAt: (table: TableNode, n: number) => TableNode | null | undefined): boolean {
  const table = tableAt(editor)?.table;
  if (!table) return false;
  let [count, isHeader] = [0, true];
  for (let cell = cellAt(table, 0); cell; cell = cellAt(table, count)) {
    count += 1;
    isHeader &&= cell.type.name === "tableHeader";
  }
  return count > 0 && isHeader;
}
