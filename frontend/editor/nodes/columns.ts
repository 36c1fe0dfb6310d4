/** Columns of text beside each other; on a narrow screen they stand below each other. */
import { type Extensions, mergeAttributes, Node } from "@tiptap/core";
import { Fragment, type ResolvedPos, type Node as TextNode } from "@tiptap/pm/model";
import { TextSelection, type Transaction } from "@tiptap/pm/state";

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
      // At the beginning of one: it joins the one before it; of the first, all stand below each other again.
      Backspace: () => {
        const { $from, empty } = this.editor.state.selection;
        const isBeginning = $from.depth === 3 && $from.index(2) === 0 && $from.parentOffset === 0;
        if (!empty || !isBeginning || $from.node(1).type !== this.type) return false;
        const { tr } = this.editor.state;
        const [around, number] = [$from.node(1), $from.index(1)];
        if (number > 0 && around.childCount > 2) {
          joinColumn(tr, $from);
        } else {
          const lines = around.children.filter((each) => !isBlank(each)).map((each) => each.content);
          const blocks = lines.reduce((all, each) => all.append(each), Fragment.empty);
          tr.replaceWith($from.before(1), $from.after(1), blocks.size ? blocks : $from.parent.type.create());
          const before =
            number > 0 && around.firstChild && !isBlank(around.firstChild) ? around.firstChild.content.size : 0;
          const at = Math.min($from.before(1) + before, tr.doc.content.size);
          tr.setSelection(TextSelection.near(tr.doc.resolve(at), isBlank($from.node(2)) && before ? -1 : 1));
        }
        this.editor.view.dispatch(tr.scrollIntoView());
        return true;
      },
    };
  },
});

const isBlank = (column: TextNode): boolean => column.childCount === 1 && column.firstChild?.content.size === 0;

/** Puts what stands in a column at the end of the one before it. */
function joinColumn(tr: Transaction, $from: ResolvedPos): void {
  const [here, before] = [$from.node(2), $from.node(1).child($from.index(1) - 1)];
  const start = $from.before(2) - before.nodeSize;
  const content = isBlank(before) ? here.content : isBlank(here) ? before.content : before.content.append(here.content);
  tr.replaceWith(start, $from.after(2), before.copy(content));
  const isBehind = isBlank(here) && !isBlank(before);
  const at = start + 1 + (isBlank(before) ? 0 : before.content.size);
  tr.setSelection(TextSelection.near(tr.doc.resolve(at), isBehind ? -1 : 1));
}

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
