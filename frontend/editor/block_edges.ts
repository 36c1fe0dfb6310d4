/**
 * The keys at the edges of blocks, as in a text without blocks: Backspace and Delete join two lines, whatever holds them;
 * Enter and the arrows lead out; letters never take the place of a picture or a card that the caret came to.
 */
import { type Editor, Extension } from "@tiptap/core";
import { joinTextblockBackward, joinTextblockForward } from "@tiptap/pm/commands";
import type { Node, ResolvedPos } from "@tiptap/pm/model";
import {
  type Command,
  type EditorState,
  NodeSelection,
  Plugin,
  PluginKey,
  TextSelection,
  type Transaction,
} from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { ITEMS, LISTS } from "./block_range";
import { endOfText } from "./text_end";

/** What holds lines that go on with those around. Others (a table, columns, a note) are worlds of their own. */
const HOLDERS = [...LISTS, "blockquote", "callout"];
const CELLS = ["tableCell", "tableHeader"];
const BOXES = ["blockquote", "callout"];

export const blockEdges = Extension.create({
  name: "blockEdges",
  // Before lists and quotations, which have halves of these keys.
  priority: 150,
  addKeyboardShortcuts() {
    const run = (command: Command) => () => command(this.editor.state, this.editor.view.dispatch, this.editor.view);
    return {
      Backspace: () => openCode(this.editor) || run(joinBackward)(),
      Delete: run(joinForward),
      Enter: run(goOnBehindBlock),
      "Shift-Enter": run(breakCode),
      Tab: () => sinkItem(this.editor),
      "Shift-Tab": () => liftInCell(this.editor),
      // As in Google Docs; where it is no item, the browser would go back a page.
      "Mod-]": () => sinkItem(this.editor) || true,
      "Mod-[": () => ITEMS.some((item) => this.editor.commands.liftListItem(item)) || true,
      ArrowDown: run(leaveBox(1)),
      ArrowUp: run(leaveBox(-1)),
    };
  },
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey("blockEdges"),
      props: {
        handleTextInput: (view, _from, _to, text) => typeBehind(view, text),
        // Who holds the key down deletes letters: a table that it comes to is chosen, and stays.
        handleKeyDown: ({ state }, { key, repeat }) =>
          repeat && ["Backspace", "Delete"].includes(key) && !state.selection.empty && isWhole(state),
      },
    }),
  ],
});

/** Whether what is selected is a block or cells, and no words. */
const isWhole = ({ selection }: EditorState): boolean =>
  selection instanceof NodeSelection ? selection.node.isBlock : !(selection instanceof TextSelection);

/** The caret, where it is at the beginning (-1) or at the end (1) of its line; null anywhere else. */
function atEdge({ selection }: EditorState, side: -1 | 1): ResolvedPos | null {
  if (!(selection instanceof TextSelection) || !selection.$cursor) return null;
  const { $cursor } = selection;
  return $cursor.parentOffset === (side < 0 ? 0 : $cursor.parent.content.size) ? $cursor : null;
}

/** The block beside the one that the caret is in, in the same parent. */
const beside = ($at: ResolvedPos, side: -1 | 1): Node | null =>
  $at.depth ? $at.node(-1).maybeChild($at.index(-1) + side) : null;

/** Backspace at the beginning of code makes it text, line by line: else all its lines would become one. */
function openCode(editor: Editor): boolean {
  const $at = atEdge(editor.state, -1);
  if (!$at?.parent.type.spec.code || !$at.parent.content.size) return false;
  return editor.commands.turnInto({ type: "paragraph" });
}

/**
 * Backspace at the beginning of a line behind a list or a box joins it to the last line there; the halves of a list that it
 * parted are one again.
 */
const joinBackward: Command = (state, dispatch) => {
  const $at = atEdge(state, -1);
  const before = $at && beside($at, -1);
  if (!before) return false;
  const isInQuote = $at.node(-1).type.name === "blockquote" && before.isTextblock;
  if (!isInQuote && !HOLDERS.includes(before.type.name)) return false;
  const isAmongLists = LISTS.includes(before.type.name) && beside($at, 1)?.type === before.type;
  const join = (tr: Transaction): void => dispatch?.(isAmongLists ? tr.join(tr.mapping.map($at.after())) : tr);
  return joinTextblockBackward(state, dispatch && join);
};

/** Delete at the end of a line joins the next one to it, out of what holds it; of code, its first line. */
const joinForward: Command = (state, dispatch) => {
  const $at = atEdge(state, 1);
  if (!$at?.depth) return false;
  const after = beside($at, 1);
  if (after?.type.spec.code && !$at.parent.type.spec.code) return takeCodeLine(state, $at, after, dispatch);
  // An empty line goes, and what follows stays what it is.
  if (after && !$at.parent.content.size) return false;
  return joinTextblockForward(state, dispatch);
};

function takeCodeLine({ tr, schema }: EditorState, $at: ResolvedPos, code: Node, dispatch: Parameters<Command>[1]) {
  const [line = "", ...rest] = code.textContent.split("\n");
  const from = $at.after();
  if (rest.length) tr.delete(from + 1, from + 1 + line.length + 1);
  else tr.delete(from, from + code.nodeSize);
  if (line) tr.insert($at.pos, schema.text(line));
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, $at.pos)).scrollIntoView());
  return true;
}

/** Enter on a chosen picture, card or line goes on behind it. */
const goOnBehindBlock: Command = (state, dispatch) => {
  const at = behindChosen(state);
  const { paragraph } = state.schema.nodes;
  if (at === null || !paragraph) return false;
  const tr = state.tr.insert(at, paragraph.create());
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView());
  return true;
};

/** Where a line behind the chosen block begins; null where none is chosen. What Enter edits (a formula) has its own key. */
function behindChosen({ selection, doc, schema }: EditorState): number | null {
  if (!(selection instanceof NodeSelection) || !selection.node.isBlock || !selection.node.isAtom) return null;
  const { $to } = selection;
  const mayStand =
    schema.nodes.paragraph && $to.parent.canReplaceWith($to.index(), $to.index(), schema.nodes.paragraph);
  return mayStand ? Math.min($to.pos, doc.content.size) : null;
}

/** What is typed on a chosen picture, card, mention or formula stands behind it. */
function typeBehind(view: EditorView, text: string): boolean {
  const { state } = view;
  const { selection, tr, schema } = state;
  if (!(selection instanceof NodeSelection) || !selection.node.isAtom) return false;
  const at = selection.node.isInline ? selection.to : behindChosen(state);
  if (at === null) return false;
  const words = schema.text(text);
  tr.insert(at, selection.node.isInline ? words : schema.node("paragraph", null, words));
  const end = at + text.length + (selection.node.isInline ? 0 : 1);
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, end)).scrollIntoView());
  return true;
}

/** The kind of the item that the caret is in, how many lists hold it, and whether they stand in a cell; null in none. */
function itemAt($from: ResolvedPos): { name: string; level: number; isInCell: boolean } | null {
  let name = "";
  let level = 0;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const kind = $from.node(depth).type.name;
    if (CELLS.includes(kind)) return level ? { name, level, isInCell: true } : null;
    if (!ITEMS.includes(kind)) continue;
    name ||= kind;
    level += 1;
  }
  return level ? { name, level, isInCell: false } : null;
}

/**
 * Tab in an item never leaves the text, also where the item cannot go deeper: what is typed next would go astray. In a table
 * it then goes to the next cell.
 */
function sinkItem({ state, commands }: Editor): boolean {
  const item = itemAt(state.selection.$from);
  return item !== null && (commands.sinkListItem(item.name) || !item.isInCell);
}

/** Shift Tab in a cell: out of a list within a list, then to the cell before; elsewhere lists know it. */
function liftInCell({ state, commands }: Editor): boolean {
  const item = itemAt(state.selection.$from);
  return item?.isInCell === true && item.level > 1 && commands.liftListItem(item.name);
}

/** A line break in code is a line of it, as everywhere else; Ctrl Enter leaves it. */
const breakCode: Command = (state, dispatch) => {
  if (!state.selection.$from.parent.type.spec.code) return false;
  dispatch?.(state.tr.insertText("\n").scrollIntoView());
  return true;
};

/**
 * The arrow out of a box that begins or ends the text makes a line there: else nobody could write before or behind it. So
 * it is with all that ends the text before its notes.
 */
const leaveBox =
  (side: -1 | 1): Command =>
  (state, dispatch, view) => {
    const { selection, doc, schema } = state;
    const { $head, empty } = selection;
    const at = side < 0 ? 0 : endOfText(doc);
    const edge = side < 0 ? doc.firstChild : doc.resolve(at).nodeBefore;
    if (!empty || !edge || $head.node(1) !== edge || !isLeft(edge, at < doc.content.size && side > 0)) return false;
    for (let depth = 1; depth < $head.depth; depth += 1) {
      const isRow = $head.node(depth).type.name === "tableRow";
      if (!isRow && $head.index(depth) !== (side < 0 ? 0 : $head.node(depth).childCount - 1)) return false;
    }
    if (view && !view.endOfTextblock(side < 0 ? "up" : "down")) return false;
    const tr = state.tr.insert(at, schema.node("paragraph"));
    dispatch?.(tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView());
    return true;
  };

const isLeft = ({ type }: Node, isBeforeNotes: boolean): boolean =>
  BOXES.includes(type.name) || (isBeforeNotes && ["table", "columns", "details", "codeBlock"].includes(type.name));
