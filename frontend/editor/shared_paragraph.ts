/**
 * Keeps one's own caret between the same letters while others write in the same block.
 *
 * The Yjs position of the caret is right there. But y-tiptap (3.0.9) takes any other text of the block for a sign that
 * the position is not, looks for the block by its attributes, and puts the caret as many letters from its start as
 * before: with ids on blocks that always finds it, and one types in the middle of what one has just typed.
 */
import { Extension } from "@tiptap/core";
import type { ResolvedPos } from "@tiptap/pm/model";
import { type EditorState, Plugin, PluginKey, TextSelection } from "@tiptap/pm/state";
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from "@tiptap/y-tiptap";
import type * as Y from "yjs";

interface Caret {
  anchor: Y.RelativePosition;
  head: Y.RelativePosition;
}

export const sharedParagraph = Extension.create({
  name: "sharedParagraph",
  addProseMirrorPlugins: () => {
    let caret: Caret | null = null;
    return [
      new Plugin({
        key: new PluginKey("sharedParagraph"),
        view: (view) => {
          const doc: Y.Doc | null = ySyncPluginKey.getState(view.state)?.type.doc ?? null;
          const note = ({ local }: Y.Transaction): void => {
            caret = local ? null : caretOf(view.state);
          };
          doc?.on("beforeTransaction", note);
          return { destroy: () => doc?.off("beforeTransaction", note) };
        },
        appendTransaction: (changes, before, state) => {
          const isOthers = changes.some((change) => change.getMeta(ySyncPluginKey)?.isChangeOrigin);
          const selection = isOthers && caret ? selectionOf(caret, before, state) : null;
          if (!selection || selection.eq(state.selection)) return null;
          return state.tr.setSelection(selection).setMeta("addToHistory", false);
        },
      }),
    ];
  },
});

function caretOf(state: EditorState): Caret | null {
  const { type, binding } = ySyncPluginKey.getState(state) ?? {};
  const { selection } = state;
  if (!binding || !(selection instanceof TextSelection)) return null;
  const positionOf = (at: number): Y.RelativePosition => absolutePositionToRelativePosition(at, type, binding.mapping);
  return { anchor: positionOf(selection.anchor), head: positionOf(selection.head) };
}

/** Where the caret is now; null unless both its ends are still in their blocks. */
function selectionOf(caret: Caret, before: EditorState, state: EditorState): TextSelection | null {
  const { type, binding } = ySyncPluginKey.getState(state) ?? {};
  const place = (at: Y.RelativePosition, old: ResolvedPos): ResolvedPos | null => {
    const found: number | null = relativePositionToAbsolutePosition(type.doc, type, at, binding.mapping);
    if (found === null || found < 0 || found > state.doc.content.size) return null;
    const now = state.doc.resolve(found);
    return now.parent.isTextblock && blockOf(now) !== null && blockOf(now) === blockOf(old) ? now : null;
  };
  const anchor = place(caret.anchor, before.selection.$anchor);
  const head = place(caret.head, before.selection.$head);
  return anchor && head && new TextSelection(anchor, head);
}

/** The id of the block at the top that a place is in; null without one. */
function blockOf(place: ResolvedPos): unknown {
  return place.depth > 0 ? (place.node(1).attrs.bid ?? null) : null;
}
