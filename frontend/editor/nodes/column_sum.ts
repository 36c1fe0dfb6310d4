/**
 * The sum of a column: a document says where it stands, and what it comes to is reckoned by each reader, from what
 * stands above it. So it is right whoever writes in the column, also two at once; documents/richtext/sums.py reckons the same.
 */
import { Node as TiptapNode } from "@tiptap/core";
import type { Node, ResolvedPos } from "@tiptap/pm/model";
import { Plugin, PluginKey, TextSelection } from "@tiptap/pm/state";
import { isInTable, selectedRect, TableMap } from "@tiptap/pm/tables";
import { totalOf } from "../numbers";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    columnSum: {
      /** Puts the sum of the column with the cursor in it below: into its last cell where that is empty, else a new row. */
      sumColumn: () => ReturnType;
    };
  }
}

const NAME = "columnSum";
/** What each node came to when it was last drawn, for the text that is copied, counted and searched. */
const words = new WeakMap<Node, string>();

export const columnSum = TiptapNode.create<object, { shown: Map<() => number | undefined, HTMLElement> }>({
  name: NAME,
  group: "inline",
  inline: true,
  atom: true,
  addStorage: () => ({ shown: new Map() }),
  parseHTML: () => [{ tag: "span.column-sum" }],
  renderHTML: ({ node }) => ["span", { class: "column-sum" }, words.get(node) ?? ""],
  renderText: ({ node }) => words.get(node) ?? "",
  extendNodeSchema: (extension) => (extension.name === NAME ? { leafText: (node: Node) => words.get(node) ?? "" } : {}),
  addNodeView() {
    return ({ node, getPos, editor }) => {
      const dom = document.createElement("span");
      dom.className = "column-sum";
      const { shown } = this.storage;
      shown.set(getPos, dom);
      dom.textContent = words.get(node) ?? "";
      queueMicrotask(() => editor.isDestroyed || reckon(editor.state.doc, shown));
      return { dom, ignoreMutation: () => true, destroy: () => void shown.delete(getPos) };
    };
  },
  addCommands: () => ({
    sumColumn:
      () =>
      ({ state, tr, dispatch }) => {
        const sum = state.schema.nodes[NAME]?.create();
        if (!sum || !isInTable(state)) return false;
        const { table, tableStart, map, left } = selectedRect(state);
        const at = map.map[(map.height - 1) * map.width + left] ?? 0;
        const last = table.nodeAt(at);
        if (!dispatch) return true;
        let cell = tableStart + at;
        if (last?.textContent || last?.childCount !== 1 || !last.firstChild?.isTextblock || hasSum(last)) {
          const { tableRow, tableCell } = state.schema.nodes;
          const cells = Array.from({ length: map.width }, () => tableCell?.createAndFill()).filter(
            (one) => one != null,
          );
          const end = tableStart + table.content.size;
          if (tableRow) tr.insert(end, tableRow.create(null, cells));
          cell = end + 1;
          for (let n = 0; n < left; n += 1) cell += tr.doc.nodeAt(cell)?.nodeSize ?? 0;
        }
        tr.insert(cell + 2, sum)
          .setSelection(TextSelection.create(tr.doc, cell + 3))
          .scrollIntoView();
        return true;
      },
  }),
  addProseMirrorPlugins() {
    const { shown } = this.storage;
    const update = (view: { state: { doc: Node } }, before: { doc: Node }): void => {
      if (shown.size && view.state.doc !== before.doc) reckon(view.state.doc, shown);
    };
    return [new Plugin({ key: new PluginKey(NAME), view: () => ({ update }) })];
  },
});

const hasSum = (cell: Node): boolean => {
  let found = false;
  cell.descendants((node) => {
    found ||= node.type.name === NAME;
  });
  return found;
};

/** Shows of each sum what it comes to now. */
function reckon(doc: Node, shown: ReadonlyMap<() => number | undefined, HTMLElement>): void {
  for (const [getPos, dom] of shown) {
    const at = getPos();
    const node = at === undefined ? null : doc.nodeAt(at);
    if (at === undefined || node?.type.name !== NAME) continue;
    const total = sumAt(doc.resolve(at));
    words.set(node, total);
    if (dom.textContent !== total) dom.textContent = total;
  }
}

function sumAt($at: ResolvedPos): string {
  for (let depth = $at.depth; depth > 1; depth -= 1) {
    const table = $at.node(depth - 2);
    if (table?.type.name !== "table") continue;
    const map = TableMap.get(table);
    const start = $at.start(depth - 2);
    const { left, top } = map.findCell($at.before(depth) - start);
    const above: string[] = [];
    for (let row = 0; row < top; row += 1) {
      const place = map.map[row * map.width + left] ?? 0;
      const cell = table.nodeAt(place);
      // It begins here, and goes on from no cell to the left or above.
      const isLeft = left > 0 && map.map[row * map.width + left - 1] === place;
      const isFirst = !isLeft && (row === 0 || map.map[(row - 1) * map.width + left] !== place);
      if (cell && isFirst && cell.type.name === "tableCell" && !hasSum(cell)) above.push(cell.textContent);
    }
    return totalOf(above);
  }
  return "";
}
