/** Tables: columns as wide as people drag them, written as `<col width>` so that no style attribute is needed. */
import { Extension, type Extensions } from "@tiptap/core";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import type { Node } from "@tiptap/pm/model";
import { type EditorState, TextSelection, type Transaction } from "@tiptap/pm/state";
import { CellSelection, isInTable, selectedRect } from "@tiptap/pm/tables";
import { spanOf } from "../table_spans";
import { columnSum } from "./column_sum";
import { tableRows } from "./table_rows";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    columnWidth: {
      /** Makes the columns under the selection wider or narrower by so many pixels: for keys and fingers. */
      widenColumns: (by: number) => ReturnType;
    };
  }
}

const NARROWEST = 48;
const WIDEST = 1200;
/** What a column that has no width yet is taken to have, where the page cannot tell. */
const USUAL = 160;

/** The widths of the columns as the first row's cells hold them; null where a column has none. */
export function columnWidths(table: Node): (number | null)[] {
  const widths: (number | null)[] = [];
  table.firstChild?.forEach((cell) => {
    const { colspan, colwidth } = cell.attrs as { colspan: number; colwidth: number[] | null };
    for (let at = 0; at < Math.min(colspan, 100); at += 1) widths.push(Number(colwidth?.[at]) || null);
  });
  return widths;
}

/** A line such as `| Part | Price |`, ended by Enter, becomes a table with these headers and an empty row. */
const TYPED_ROW = /^\|(?:[^|\n]+\|){1,20}$/;

const WidthTable = Table.extend({
  addKeyboardShortcuts() {
    return {
      ...this.parent?.(),
      "Mod-Enter": () => this.editor.commands.addRowAfter(),
      Enter: () => {
        const { selection } = this.editor.state;
        const { $from } = selection;
        const typed = $from.parent.textContent.trim();
        const isApart = $from.depth === 1 || ($from.depth > 1 && $from.node(-1).type.name === "column");
        const isRow = isApart && $from.parent.type.name === "paragraph" && TYPED_ROW.test(typed);
        if (!isRow || !selection.empty || $from.parentOffset < $from.parent.content.size) return false;
        const cells = typed
          .slice(1, -1)
          .split("|")
          .map((words) => words.trim());
        const cell = (type: string, words: string) => ({
          type,
          content: [{ type: "paragraph", content: words ? [{ type: "text", text: words }] : [] }],
        });
        const rows = [cells.map((words) => cell("tableHeader", words)), cells.map(() => cell("tableCell", ""))];
        const at = $from.before();
        return this.editor
          .chain()
          .insertContentAt(
            { from: at, to: $from.after() },
            {
              type: "table",
              content: rows.map((content) => ({ type: "tableRow", content })),
            },
          )
          .command(({ tr }) => {
            const first = tr.doc.nodeAt(at)?.firstChild;
            tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1 + (first?.nodeSize ?? 0) + 1)));
            return true;
          })
          .run();
      },
    };
  },
  renderHTML: ({ node, HTMLAttributes }) => {
    const widths = columnWidths(node);
    const columns = widths.map((width) => ["col", width ? { width: String(width) } : {}] as const);
    const body = ["tbody", 0] as const;
    if (!widths.some(Boolean)) return ["table", HTMLAttributes, body];
    return ["table", HTMLAttributes, ["colgroup", ...columns], body];
  },
  addCommands() {
    return {
      ...this.parent?.(),
      widenColumns:
        (by) =>
        ({ state, dispatch, tr, view }) => {
          if (!isInTable(state)) return false;
          if (dispatch) widen(state, tr, by, (at) => (view.nodeDOM(at) as HTMLElement | null)?.offsetWidth ?? 0);
          return true;
        },
    };
  },
});

function widen(state: EditorState, tr: Transaction, by: number, measured: (at: number) => number): void {
  const { map, tableStart, left, right, table } = selectedRect(state);
  for (let column = left; column < right; column += 1) {
    const first = tableStart + (map.map[column] ?? 0);
    const width = columnWidths(table)[column] || measured(first) || USUAL;
    const wanted = Math.round(Math.max(NARROWEST, Math.min(width + by, WIDEST)));
    for (let row = 0; row < map.height; row += 1) {
      const at = map.map[row * map.width + column] ?? 0;
      if (row > 0 && map.map[(row - 1) * map.width + column] === at) continue;
      const cell = tr.doc.nodeAt(tableStart + at);
      if (!cell) continue;
      const place = column - map.colCount(at);
      const colwidth = Array.from({ length: cell.attrs.colspan as number }, (_, n) =>
        n === place ? wanted : Number((cell.attrs.colwidth as number[] | null)?.[n]) || 0,
      );
      tr.setNodeMarkup(tableStart + at, null, { ...cell.attrs, colwidth });
    }
  }
}

const span = (name: "colspan" | "rowspan") => ({
  default: 1,
  parseHTML: (element: HTMLElement) => spanOf(element.getAttribute(name)),
});

/** At the edge of the table the cells that are selected stay so: the arrow has no cell to take. */
const cellEdges = Extension.create({
  name: "cellEdges",
  // Behind the table's own keys.
  priority: 90,
  addKeyboardShortcuts() {
    const stay = () => this.editor.state.selection instanceof CellSelection;
    return Object.fromEntries(["Left", "Right", "Up", "Down"].map((side) => [`Shift-Arrow${side}`, stay]));
  },
});

/** Lines are aligned, not cells: theirs would be a style attribute. What is pasted goes over a bounded number of others. */
function cellAttributes(this: { parent?: (() => object) | undefined }): object {
  const { align: _align, ...attributes } = { ...this.parent?.() } as { align?: unknown };
  return { ...attributes, colspan: span("colspan"), rowspan: span("rowspan") };
}

export const tables: Extensions = [
  WidthTable.configure({ resizable: true, cellMinWidth: NARROWEST, lastColumnResizable: false }),
  TableRow,
  TableHeader.extend({ addAttributes: cellAttributes }),
  TableCell.extend({ addAttributes: cellAttributes }),
  tableRows,
  columnSum,
  cellEdges,
];
