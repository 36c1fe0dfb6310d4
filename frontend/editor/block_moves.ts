/** What one does with a whole block: move, copy, link to, delete. By keys, by its handle and from the menus. */
import { type Editor, Extension } from "@tiptap/core";
import { NodeSelection, type Selection, TextSelection } from "@tiptap/pm/state";
import { showDone } from "../behaviours/toasts";
import { openBlockMenuHere } from "./block_menu";
import { type BlockRange, blocksAt, itemsAt, LISTS, rangeAt } from "./block_range";
import { focusBarAfter } from "./floating_bar";
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
      /** Selects the block that begins at a position, with all its words. */
      selectBlock: (at: number) => ReturnType;
    };
  }
}

/** What is moved: the items of the innermost list that have a neighbour there, else the blocks. */
function movedAt(selection: Selection, by: -1 | 1): BlockRange {
  const items = itemsAt(selection);
  if (!items) return blocksAt(selection);
  const neighbour = items.parent.maybeChild(by < 0 ? items.first - 1 : items.last + 1);
  if (neighbour) return items;
  const { $from, $to } = selection;
  for (let depth = items.depth - 1; depth > 0; depth -= 1) {
    if (!LISTS.includes($from.node(depth).type.name)) continue;
    const outer = rangeAt($from, $to, depth);
    if (outer.parent.maybeChild(by < 0 ? outer.first - 1 : outer.last + 1)) return outer;
  }
  return blocksAt(selection);
}

export const blockMoves = (translate: Translate): Extension =>
  Extension.create({
    name: "blockMoves",
    addCommands: () => ({
      moveBlock:
        (by) =>
        ({ state: { selection }, tr, dispatch }) => {
          const { parent, first, last, from, to } = movedAt(selection, by);
          const neighbour = parent.maybeChild(by < 0 ? first - 1 : last + 1);
          if (!neighbour) return false;
          if (!dispatch) return true;
          const moved = tr.doc.slice(from, to).content;
          const target = by < 0 ? from - neighbour.nodeSize : from + neighbour.nodeSize;
          const shift = target - from;
          tr.delete(from, to).insert(target, moved);
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
        ({ state: { selection }, tr, dispatch }) => {
          const { parent, first, last, to } = blocksAt(selection);
          const copies = parent.children
            .slice(first, last + 1)
            .map((node) => node.type.create({ ...node.attrs, bid: null }, node.content, node.marks));
          if (dispatch) tr.insert(to, copies).scrollIntoView();
          return copies.length > 0;
        },
      deleteBlock:
        () =>
        ({ state: { selection }, tr, dispatch }) => {
          const { from, to } = blocksAt(selection);
          if (dispatch) tr.delete(from, to).scrollIntoView();
          return to > from;
        },
      selectBlock:
        (at) =>
        ({ tr, dispatch }) => {
          const node = tr.doc.nodeAt(at);
          if (!node) return false;
          const isWhole = node.isAtom && NodeSelection.isSelectable(node);
          const [start, end] = [tr.doc.resolve(at + 1), tr.doc.resolve(at + node.nodeSize - 1)];
          if (dispatch) tr.setSelection(isWhole ? NodeSelection.create(tr.doc, at) : TextSelection.between(start, end));
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
        "Alt-Shift-m": () => openBlockMenuHere(this.editor, translate),
        "Alt-Shift-Backspace": () => this.editor.commands.deleteBlock(),
        "Mod-/": () => showKeys(),
        "Alt-F10": () => focusBarAfter(null),
      };
    },
  });

async function copyLink({ state }: Editor, translate: Translate): Promise<void> {
  const { bid } = state.doc.nodeAt(blocksAt(state.selection).from)?.attrs ?? {};
  if (typeof bid !== "string") {
    showDone(translate("link_not_yet"));
    return;
  }
  const address = `${location.href.split("#")[0]}#b-${bid}`;
  try {
    await navigator.clipboard.writeText(address);
    showDone(translate("link_copied"));
  } catch {
    // Without the right to the clipboard the address bar has it.
    location.hash = `b-${bid}`;
  }
}

/** Shows the keys of the editor, wherever on the page one asks for them. */
export function showKeys(): boolean {
  const dialog = document.querySelector<HTMLDialogElement>("#editor-keys");
  dialog?.showModal();
  return dialog !== null;
}
