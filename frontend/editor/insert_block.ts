/** Puts a block that holds no text into a text. */
import type { Editor, JSONContent, Range } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";

/**
 * Puts a block where a range of words stands, in place of its paragraph if that has no others, else behind it; one goes on
 * in a paragraph behind it: what is typed next must not take its place.
 */
export function insertBlock(editor: Editor, { from, to }: Range, content: JSONContent): void {
  const { state, schema, view } = editor;
  const { tr } = state;
  const $from = state.doc.resolve(from);
  const block = schema.nodeFromJSON(content);
  const next = schema.nodes.paragraph?.create();
  if (!next || !$from.depth) return;
  const isAlone = $from.parent.isTextblock && $from.parent.content.size === to - from;
  const before = $from.before();
  if (isAlone) tr.replaceWith(before, $from.after(), [block, next]);
  else tr.delete(from, to).insert(tr.mapping.map($from.after()), [block, next]);
  const at = isAlone ? before : tr.mapping.map($from.after(), -1);
  tr.setSelection(TextSelection.near(tr.doc.resolve(at + block.nodeSize + 1)));
  view.dispatch(tr.scrollIntoView());
  view.focus();
}
