/** What one does with a whole block: move, copy, link to, delete. By keys, by its handle and from the menus. */
import { type Editor, Extension } from "@tiptap/core";
import { NodeSelection, Selection, TextSelection } from "@tiptap/pm/state";
import { showDone } from "../behaviours/toasts";
import type { Translate } from "./strings";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    blockMoves: {
      /** Moves the block, or the item of a list, with the cursor in it before (-1) or behind (1) its neighbour. */
      moveBlock: (by: -1 | 1) => ReturnType;
      duplicateBlock: () => ReturnType;
      deleteBlock: () => ReturnType;
      /** Copies the address of the block with the cursor in it. */
      copyBlockLink: () => ReturnType;
      /** Puts the cursor into the block that begins at a position. */
      selectBlock: (at: number) => ReturnType;
    };
  }
}

const ITEMS = ["listItem", "taskItem"];

interface Place {
  /** The depth of what the block stands in. */
  depth: number;
  index: number;
  at: number;
}

/** The block at the top of the document with the cursor in it. */
export function blockAt({ $from }: Selection): Place {
  return { depth: 0, index: $from.index(0), at: $from.depth ? $from.before(1) : $from.pos };
}

/** What is moved: the innermost item of a list that has a neighbour there, else the block. */
function movedAt(selection: Selection, by: -1 | 1): Place {
  const { $from } = selection;
  for (let depth = $from.depth; depth > 1; depth -= 1) {
    if (!ITEMS.includes($from.node(depth).type.name)) continue;
    const [index, list] = [$from.index(depth - 1), $from.node(depth - 1)];
    if (list.maybeChild(index + by)) return { depth: depth - 1, index, at: $from.before(depth) };
  }
  return blockAt(selection);
}

export const blockMoves = (translate: Translate): Extension =>
  Extension.create({
    name: "blockMoves",
    addCommands: () => ({
      moveBlock:
        (by) =>
        ({ state: { selection }, tr, dispatch }) => {
          const { depth, index, at } = movedAt(selection, by);
          const parent = selection.$from.node(depth);
          const [node, neighbour] = [parent.maybeChild(index), parent.maybeChild(index + by)];
          if (!node || !neighbour) return false;
          if (!dispatch) return true;
          const to = by < 0 ? at - neighbour.nodeSize : at + neighbour.nodeSize;
          const shift = to - at;
          tr.delete(at, at + node.nodeSize).insert(to, node);
          const isNode = selection instanceof NodeSelection;
          const [anchor, head] = [selection.anchor + shift, selection.head + shift];
          tr.setSelection(
            isNode ? NodeSelection.create(tr.doc, selection.from + shift) : TextSelection.create(tr.doc, anchor, head),
          );
          tr.scrollIntoView();
          return true;
        },
      duplicateBlock:
        () =>
        ({ state: { selection, doc }, tr, dispatch }) => {
          const { at } = blockAt(selection);
          const node = doc.nodeAt(at);
          if (!node) return false;
          const copy = node.type.create({ ...node.attrs, bid: null }, node.content, node.marks);
          if (dispatch) tr.insert(at + node.nodeSize, copy).scrollIntoView();
          return true;
        },
      deleteBlock:
        () =>
        ({ state: { selection, doc }, tr, dispatch }) => {
          const { at } = blockAt(selection);
          const node = doc.nodeAt(at);
          if (!node) return false;
          if (dispatch) tr.delete(at, at + node.nodeSize).scrollIntoView();
          return true;
        },
      selectBlock:
        (at) =>
        ({ tr, dispatch }) => {
          const node = tr.doc.nodeAt(at);
          if (!node) return false;
          const isWhole = node.isAtom && NodeSelection.isSelectable(node);
          if (dispatch)
            tr.setSelection(isWhole ? NodeSelection.create(tr.doc, at) : Selection.near(tr.doc.resolve(at + 1)));
          return true;
        },
      copyBlockLink:
        () =>
        ({ editor }) => {
          void copyLink(editor, translate);
          return true;
        },
    }),
    addKeyboardShortcuts() {
      return {
        "Alt-Shift-ArrowUp": () => this.editor.commands.moveBlock(-1),
        "Alt-Shift-ArrowDown": () => this.editor.commands.moveBlock(1),
        "Alt-Shift-d": () => this.editor.commands.duplicateBlock(),
        "Alt-Shift-l": () => this.editor.commands.copyBlockLink(),
        "Mod-/": () => showKeys(),
        "Alt-F10": () => focusToolbar(),
      };
    },
  });

async function copyLink({ state }: Editor, translate: Translate): Promise<void> {
  const { bid } = state.doc.nodeAt(blockAt(state.selection).at)?.attrs ?? {};
  if (typeof bid !== "string") return showDone(translate("link_not_yet"));
  const address = `${location.href.split("#")[0]}#b-${bid}`;
  try {
    await navigator.clipboard.writeText(address);
    showDone(translate("link_copied"));
  } catch {
    // Without the right to the clipboard the address bar has it.
    location.hash = `b-${bid}`;
  }
}

function showKeys(): boolean {
  const dialog = document.querySelector<HTMLDialogElement>("#editor-keys");
  dialog?.showModal();
  return dialog !== null;
}

function focusToolbar(): boolean {
  const button = document.querySelector<HTMLElement>("[data-toolbar] button[tabindex='0']");
  button?.focus();
  return button !== null;
}
