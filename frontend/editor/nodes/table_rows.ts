/** Rows of a table change places: one by one, or sorted by what stands in a column. */
import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { type EditorState, TextSelection, type Transaction } from "@tiptap/pm/state";
import { isInTable, selectedRect, type TableMap } from "@tiptap/pm/tables";
import { compareNumbers, numberIn } from "../numbers";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    tableRows: {
      /** Moves the selected rows above (-1) or below (1) their neighbour; rows of headings stay on top. */
      moveRow: (by: -1 | 1) => ReturnType;
      /** Sorts the rows below the headings by the column with the cursor in it: numbers as such, empty cells last. */
      sortColumn: (direction: 1 | -1) => ReturnType;
    };
  }
}

export const tableRows = Extension.create({
  name: "tableRows",
  addCommands: () => ({
    moveRow:
      (by) =>
      ({ state, tr, dispatch }) => {
        if (!isInTable(state)) return false;
        const { table, top, bottom } = selectedRect(state);
        const first = headings(table);
        const target = by < 0 ? top - 1 : bottom;
        if (top < first || target < first || target >= table.childCount || spansRows(table)) return false;
        if (!dispatch) return true;
        const order = table.children.map((_row, n) => n);
        const moved = order.splice(top, bottom - top);
        order.splice(by < 0 ? target : top + 1, 0, ...moved);
        reorder(state, tr, order);
        return true;
      },
    sortColumn:
      (direction) =>
      ({ state, tr, dispatch }) => {
        if (!isInTable(state)) return false;
        const { table, left, map } = selectedRect(state);
        const first = headings(table);
        const end = table.childCount - sums(table);
        if (end - first < 2 || spansRows(table)) return false;
        if (!dispatch) return true;
        const words = table.children.map((_row, row) => cellAt(table, map, row, left)?.textContent.trim() ?? "");
        const body = table.children.map((_row, n) => n).slice(first, end);
        body.sort((one, other) => compared(words[one] ?? "", words[other] ?? "", direction) || one - other);
        const rest = table.children.map((_row, n) => n).slice(end);
        reorder(state, tr, [...Array(first).keys(), ...body, ...rest]);
        return true;
      },
  }),
});

/** How many rows of headings stand on top. */
function headings(table: Node): number {
  const first = table.children.findIndex((row) => row.children.some((cell) => cell.type.name !== "tableHeader"));
  return first < 0 ? table.childCount : first;
}

/** How many rows with sums stand at the end. */
function sums(table: Node): number {
  const last = table.children.findLastIndex((row) => {
    let hasSum = false;
    row.descendants((node) => {
      hasSum ||= node.type.name === "columnSum";
    });
    return !hasSum;
  });
  return table.childCount - 1 - last;
}

/** Whether a cell goes over several rows: then none can be moved alone. */
const spansRows = (table: Node): boolean =>
  table.children.some((row) => row.children.some((cell) => (cell.attrs.rowspan as number) > 1));

const cellAt = (table: Node, map: TableMap, row: number, column: number): Node | null =>
  table.nodeAt(map.map[row * map.width + column] ?? 0);

function compared(one: string, other: string, direction: 1 | -1): number {
  if (!one || !other) return Number(!one) - Number(!other);
  const [first, second] = [numberIn(one), numberIn(other)];
  if (first && second) return direction * compareNumbers(first, second);
  if (first || second) return first ? -direction : direction;
  return direction * one.localeCompare(other, undefined, { numeric: true, sensitivity: "base" });
}

/** Puts the rows into another order; the cursor stays in its row. */
function reorder(state: EditorState, tr: Transaction, order: readonly number[]): void {
  const { table, tableStart } = selectedRect(state);
  if (order.every((row, n) => row === n)) return;
  const starts: number[] = [];
  table.forEach((_row, offset) => void starts.push(tableStart + offset));
  const { anchor, head } = state.selection;
  const moved = (at: number): number => {
    const row = starts.findLastIndex((start) => start <= at);
    let start = tableStart;
    for (const each of order) {
      if (each === row) break;
      start += table.child(each).nodeSize;
    }
    return start + at - (starts[row] ?? tableStart);
  };
  tr.replaceWith(
    tableStart,
    tableStart + table.content.size,
    order.map((row) => table.child(row)),
  );
  tr.setSelection(TextSelection.between(tr.doc.resolve(moved(anchor)), tr.doc.resolve(moved(head))));
  tr.scrollIntoView();
}
