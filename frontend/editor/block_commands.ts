/** Commands for one block: what only some kinds have, and what one does with all. */
import type { Editor } from "@tiptap/core";
import { NodeSelection } from "@tiptap/pm/state";
import type { EditorCommand } from "./editor_command";
import { toggleFold } from "./nodes/details";
import { askToEdit } from "./nodes/maths";

const plain = (name: string, icon: string, run: EditorCommand["run"], keys = ""): EditorCommand => ({
  name,
  icon,
  run,
  ...(keys ? { keys } : {}),
});

/** Ticks the innermost task that one is in, or no longer. */
export const TICK: EditorCommand = {
  ...plain("task_tick", "square-check", tickTask, "Ctrl Enter"),
  isAvailable: (editor) => editor.isActive("taskItem"),
};
const FOLD: EditorCommand = {
  ...plain("details_fold", "chevron-right", toggleFold, "Ctrl Enter"),
  isAvailable: (editor) => editor.isActive("details"),
};
const isPicture = ({ state: { selection } }: Editor): boolean =>
  selection instanceof NodeSelection && selection.node.type.name === "image";
const DESCRIBE: EditorCommand = {
  ...plain("picture_edit", "pencil", (editor) => askToEdit(editor, editor.state.selection.from)),
  isAvailable: isPicture,
};
const LANGUAGE: EditorCommand = {
  ...plain("code_language", "code", (editor) => languageOf(editor)?.focus()),
  isAvailable: (editor) => editor.isActive("codeBlock"),
};

/** What one does with a block. */
export const BLOCK: readonly EditorCommand[] = [
  TICK,
  FOLD,
  DESCRIBE,
  LANGUAGE,
  plain("block_up", "arrow-up", (editor) => editor.chain().focus().moveBlock(-1).run(), "Alt Shift ↑"),
  plain("block_down", "arrow-down", (editor) => editor.chain().focus().moveBlock(1).run(), "Alt Shift ↓"),
  plain("block_copy", "copy", (editor) => editor.chain().focus().duplicateBlock().run(), "Alt Shift D"),
  plain("block_link", "link", (editor) => editor.commands.copyBlockLink(), "Alt Shift L"),
  plain("block_delete", "trash-2", (editor) => editor.chain().focus().deleteBlock().run(), "Alt Shift ⌫"),
];

function tickTask(editor: Editor): void {
  const { $from } = editor.state.selection;
  let depth = $from.depth;
  while (depth > 0 && $from.node(depth).type.name !== "taskItem") depth -= 1;
  if (!depth) return;
  const { attrs } = $from.node(depth);
  editor.view.dispatch(editor.state.tr.setNodeMarkup($from.before(depth), null, { ...attrs, checked: !attrs.checked }));
  editor.view.focus();
}

/** Where the language of the code is chosen that one is in. */
function languageOf({ state, view }: Editor): HTMLElement | null {
  const { $from } = state.selection;
  const dom = $from.depth ? view.nodeDOM($from.before()) : null;
  return dom instanceof HTMLElement ? dom.querySelector("select") : null;
}
