/** Columns of text beside each other; on a narrow screen they stand below each other. */
import { type Extensions, mergeAttributes, Node } from "@tiptap/core";
import { Fragment, type Node as TextNode } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    columns: {
      /** Puts the block at the caret into the first of so many columns; where it stands in columns, makes it so many. */
      setColumns: (count: number) => ReturnType;
    };
  }
}

/** Of any number: two people who each take one away at the same time must not leave what no editor can read. */
const columns = Node.create({
  name: "columns",
  group: "block",
  content: "column+",
  defining: true,
  isolating: true,
  parseHTML: () => [{ tag: "div.columns", priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ["div", mergeAttributes({ class: "columns" }, HTMLAttributes), 0],
  addCommands() {
    return {
      setColumns:
        (count) =>
        ({ state, tr, dispatch }) => {
          const { $from, $to } = state.selection;
          const { column, paragraph } = state.schema.nodes;
          if (!column || !paragraph || $from.depth === 0) return false;
          const empty = (): TextNode => column.create(null, paragraph.create());
          const around = $from.node(1);
          if (around.type.name === "footnote") return false; // a note stands at the end, whatever it says
          if (!dispatch) return true;
          if (around.type === this.type) {
            tr.replaceWith($from.before(1), $from.after(1), resized(around, count, empty));
            tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(state.selection.from, tr.doc.content.size))));
            return true;
          }
          const end = $to.depth ? $to.after(1) : $to.pos;
          const chosen = state.doc.slice($from.before(1), end).content;
          const cells = [column.create(null, chosen), ...Array.from({ length: count - 1 }, empty)];
          tr.replaceWith($from.before(1), end, this.type.create(null, cells));
          tr.setSelection(TextSelection.near(tr.doc.resolve(state.selection.from + 2)));
          return true;
        },
    };
  },
  addKeyboardShortcuts() {
    return {
      // At their very beginning: the blocks stand below each other again.
      Backspace: () => {
        const { $from, empty } = this.editor.state.selection;
        const isBeginning =
          $from.depth === 3 && $from.index(1) === 0 && $from.index(2) === 0 && $from.parentOffset === 0;
        if (!empty || !isBeginning || $from.node(1).type !== this.type) return false;
        const { tr } = this.editor.state;
        let blocks = Fragment.empty;
        $from.node(1).forEach((column) => {
          const isBlank = column.childCount === 1 && column.firstChild?.content.size === 0;
          if (!isBlank) blocks = blocks.append(column.content);
        });
        tr.replaceWith($from.before(1), $from.after(1), blocks.size ? blocks : $from.parent.type.create());
        tr.setSelection(TextSelection.near(tr.doc.resolve($from.before(1) + 1)));
        this.editor.view.dispatch(tr.scrollIntoView());
        return true;
      },
    };
  },
});

/** Columns of another number: what stood in those that go comes to the last. */
function resized(node: TextNode, count: number, empty: () => TextNode): TextNode {
  const kept: TextNode[] = [];
  let rest = Fragment.empty;
  node.forEach((column, _at, number) => {
    if (number < count) kept.push(column);
    else if (column.textContent || column.childCount > 1) rest = rest.append(column.content);
  });
  while (kept.length < count) kept.push(empty());
  const last = kept.pop();
  return node.copy(Fragment.from([...kept, ...(last ? [last.copy(last.content.append(rest))] : [])]));
}

const column = Node.create({
  name: "column",
  content: "block+",
  isolating: true,
  parseHTML: () => [{ tag: "div.column", priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ["div", mergeAttributes({ class: "column" }, HTMLAttributes), 0],
});

export const columnNodes: Extensions = [columns, column];
