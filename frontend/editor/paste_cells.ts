/**
 * Cells that are pasted into a table go over its own, also where one of them goes over several rows down to the last: the
 * library looks for a cell that begins in the last row and column, fails without one, and nothing would be pasted.
 */
import { Extension } from "@tiptap/core";
import { Fragment, Slice, type Node as TextNode } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { isInTable, TableMap } from "@tiptap/pm/tables";
import { Transform } from "@tiptap/pm/transform";

export const pasteCells = Extension.create({
  name: "pasteCells",
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey("pasteCells"),
      props: {
        transformPasted: (slice, { state }) => {
          const table = slice.content.childCount === 1 ? slice.content.firstChild : null;
          if (table?.type.name !== "table" || !isInTable(state)) return slice;
          return new Slice(Fragment.from(withLastCell(table)), slice.openStart, slice.openEnd);
        },
      },
    }),
  ],
});

/** The table, with a cell of its own in the last row and column; the place that another one leaves is filled. */
function withLastCell(table: TextNode): TextNode {
  const at = TableMap.get(table).map.at(-1);
  const cell = at === undefined ? null : table.nodeAt(at);
  if (!cell || (cell.attrs.colspan === 1 && cell.attrs.rowspan === 1)) return table;
  const attrs = { ...cell.attrs, colspan: 1, rowspan: 1, colwidth: null };
  return new Transform(table).setNodeMarkup(at ?? 0, null, attrs).doc;
}
