/** The editor's commands: one list for the toolbar, the menus and the slash menu. */
import type { Editor } from "@tiptap/core";
import { TONES, type Tone } from "./nodes/callout";
import { askToEdit } from "./nodes/maths";
import { THINGS } from "./thing_commands";

export interface EditorCommand {
  /** Also the key of its label among the strings. */
  name: string;
  icon: string;
  /** The shortcut shown beside the label; the key binding is the editor's own. */
  keys?: string;
  run: (editor: Editor) => void;
  isOn?: (editor: Editor) => boolean;
  /** Whether it can be run here; always, when absent. */
  isAvailable?: (editor: Editor) => boolean;
}

/** The shortcut as this machine's keyboard names it. */
export const shortcutOf = ({ keys }: Pick<EditorCommand, "keys">): string =>
  /Mac|iP(?:hone|ad)/.test(navigator.userAgent) ? (keys ?? "").replace("Ctrl ", "⌘") : (keys ?? "");

type Level = 1 | 2 | 3 | 4;

const heading = (level: Level): EditorCommand => ({
  name: `heading_${level}`,
  icon: level === 4 ? "heading" : `heading-${level}`,
  run: (editor) => editor.chain().focus().setHeading({ level }).run(),
  isOn: (editor) => editor.isActive("heading", { level }),
});

const mark = (name: string, icon: string, keys?: string): EditorCommand => ({
  name,
  icon,
  ...(keys ? { keys } : {}),
  run: (editor) => editor.chain().focus().toggleMark(name).run(),
  isOn: (editor) => editor.isActive(name),
});

/** A command by its name, where it changes nothing that a button could show. */
const plain = (name: string, icon: string, run: EditorCommand["run"], keys = ""): EditorCommand => ({
  name,
  icon,
  run,
  ...(keys ? { keys } : {}),
});

const inTable = (editor: Editor): boolean => editor.isActive("table");

export const PARAGRAPH: EditorCommand = {
  name: "paragraph",
  icon: "pencil",
  run: (editor) => editor.chain().focus().setParagraph().run(),
  isOn: (editor) => editor.isActive("paragraph"),
};
export const HEADINGS: readonly EditorCommand[] = [heading(1), heading(2), heading(3), heading(4)];
export const QUOTE: EditorCommand = {
  name: "quote",
  icon: "quote",
  run: (editor) => editor.chain().focus().toggleBlockquote().run(),
  isOn: (editor) => editor.isActive("blockquote"),
};
export const CODE_BLOCK: EditorCommand = {
  name: "code_block",
  icon: "code",
  run: (editor) => editor.chain().focus().toggleCodeBlock().run(),
  isOn: (editor) => editor.isActive("codeBlock"),
};
export const BOLD = mark("bold", "bold", "Ctrl B");
export const ITALIC = mark("italic", "italic", "Ctrl I");
export const UNDERLINE = mark("underline", "underline", "Ctrl U");
export const STRIKE = mark("strike", "strikethrough");
export const CODE = mark("code", "code", "Ctrl E");
export const BULLETS: EditorCommand = {
  name: "bullet_list",
  icon: "list",
  run: (editor) => editor.chain().focus().toggleBulletList().run(),
  isOn: (editor) => editor.isActive("bulletList"),
};
export const NUMBERS: EditorCommand = {
  name: "ordered_list",
  icon: "list-ordered",
  run: (editor) => editor.chain().focus().toggleOrderedList().run(),
  isOn: (editor) => editor.isActive("orderedList"),
};
export const TASKS: EditorCommand = {
  name: "task_list",
  icon: "list-checks",
  run: (editor) => editor.chain().focus().toggleTaskList().run(),
  isOn: (editor) => editor.isActive("taskList"),
};
export const RULE: EditorCommand = {
  name: "rule",
  icon: "minus",
  run: (editor) => editor.chain().focus().setHorizontalRule().run(),
};
export const TABLE: EditorCommand = {
  name: "table",
  icon: "table",
  run: (editor) => editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
  isAvailable: (editor) => !inTable(editor),
};
const ofTable = (name: string, icon: string, run: EditorCommand["run"]): EditorCommand => ({
  name,
  icon,
  run,
  isAvailable: inTable,
});
export const IN_TABLE: readonly EditorCommand[] = [
  ofTable("row_above", "arrow-up", (editor) => editor.chain().focus().addRowBefore().run()),
  ofTable("row_below", "arrow-down", (editor) => editor.chain().focus().addRowAfter().run()),
  ofTable("column_before", "arrow-left", (editor) => editor.chain().focus().addColumnBefore().run()),
  ofTable("column_after", "arrow-right", (editor) => editor.chain().focus().addColumnAfter().run()),
  ofTable("header_row", "rows-3", (editor) => editor.chain().focus().toggleHeaderRow().run()),
  ofTable("header_column", "columns-3", (editor) => editor.chain().focus().toggleHeaderColumn().run()),
  {
    ...ofTable("cells_merge", "table-cells-merge", (editor) => editor.chain().focus().mergeCells().run()),
    isAvailable: (editor) => inTable(editor) && editor.can().mergeCells(),
  },
  {
    ...ofTable("cell_split", "table-cells-split", (editor) => editor.chain().focus().splitCell().run()),
    isAvailable: (editor) => inTable(editor) && editor.can().splitCell(),
  },
  ofTable("column_wider", "chevrons-up-down", (editor) => editor.chain().focus().widenColumns(40).run()),
  ofTable("column_narrower", "chevrons-up-down", (editor) => editor.chain().focus().widenColumns(-40).run()),
  ofTable("row_delete", "minus", (editor) => editor.chain().focus().deleteRow().run()),
  ofTable("column_delete", "minus", (editor) => editor.chain().focus().deleteColumn().run()),
  ofTable("table_delete", "trash-2", (editor) => editor.chain().focus().deleteTable().run()),
];
const TONE_ICONS: Record<Tone, string> = {
  note: "info",
  tip: "lightbulb",
  important: "flag",
  warning: "triangle-alert",
  caution: "circle-alert",
};
export const CALLOUTS: readonly EditorCommand[] = TONES.map((tone) => ({
  name: `callout_${tone}`,
  icon: TONE_ICONS[tone],
  run: (editor) => editor.chain().focus().toggleCallout(tone).run(),
  isOn: (editor) => editor.isActive("callout", { tone }),
}));
export const DETAILS: EditorCommand = {
  name: "details",
  icon: "chevron-right",
  run: (editor) =>
    editor.isActive("details")
      ? editor.chain().focus().unsetDetails().run()
      : editor.chain().focus().setDetails().run(),
  isOn: (editor) => editor.isActive("details"),
};
const formula = (name: string, kind: "mathInline" | "mathBlock"): EditorCommand =>
  plain(name, "sigma", (editor) => {
    editor.chain().focus().insertFormula(kind).run();
    const { $from, from } = editor.state.selection;
    askToEdit(editor, $from.nodeBefore?.type.name === kind ? from - 1 : from);
  });
export const FORMULA = formula("formula_inline", "mathInline");
export const FORMULA_BLOCK = formula("formula_block", "mathBlock");
export const PICTURE = plain("picture_insert", "image", (editor) => editor.commands.pickFiles("image/*"));
export const ATTACHMENT = plain("attach", "paperclip", (editor) => editor.commands.pickFiles(""));
export const MENTION = plain("mention_insert", "at-sign", (editor) => editor.chain().focus().insertContent("@").run());
export const REFERENCE = plain("reference_insert", "hash", (editor) => editor.chain().focus().insertContent("#").run());
export const FIND = plain("find", "search", (editor) => editor.commands.openFind(), "Ctrl F");
export const KEYS = plain(
  "keys",
  "keyboard",
  () => document.querySelector<HTMLDialogElement>("#editor-keys")?.showModal(),
  "Ctrl /",
);
/** What one does with a block. */
export const BLOCK: readonly EditorCommand[] = [
  plain("block_up", "arrow-up", (editor) => editor.chain().focus().moveBlock(-1).run(), "Alt Shift ↑"),
  plain("block_down", "arrow-down", (editor) => editor.chain().focus().moveBlock(1).run(), "Alt Shift ↓"),
  plain("block_copy", "copy", (editor) => editor.chain().focus().duplicateBlock().run(), "Alt Shift D"),
  plain("block_link", "link", (editor) => editor.commands.copyBlockLink(), "Alt Shift L"),
  plain("block_delete", "trash-2", (editor) => editor.chain().focus().deleteBlock().run()),
];
export const UNDO: EditorCommand = {
  name: "undo",
  icon: "undo-2",
  keys: "Ctrl Z",
  run: (editor) => editor.chain().focus().undo().run(),
};
export const REDO: EditorCommand = {
  name: "redo",
  icon: "redo-2",
  keys: "Ctrl Shift Z",
  run: (editor) => editor.chain().focus().redo().run(),
};

/** The "Text" menu: what a paragraph may be. */
export const STYLES: readonly EditorCommand[] = [PARAGRAPH, ...HEADINGS, QUOTE, CODE_BLOCK, ...CALLOUTS, DETAILS];
/** The menu of what stands in the text besides words. */
export const INSERTED: readonly EditorCommand[] = [
  PICTURE,
  ATTACHMENT,
  TABLE,
  FORMULA,
  FORMULA_BLOCK,
  MENTION,
  REFERENCE,
  ...THINGS,
  RULE,
];
/** The "more" menu: what a narrow toolbar has no room for, and what applies inside a table. */
export const MORE: readonly EditorCommand[] = [
  ...IN_TABLE,
  UNDERLINE,
  STRIKE,
  CODE,
  BULLETS,
  NUMBERS,
  TASKS,
  ...BLOCK,
  FIND,
  KEYS,
  UNDO,
  REDO,
];
/** The slash menu. */
export const INSERTS: readonly EditorCommand[] = [
  ...HEADINGS.slice(0, 3),
  BULLETS,
  NUMBERS,
  TASKS,
  QUOTE,
  ...CALLOUTS,
  DETAILS,
  CODE_BLOCK,
  TABLE,
  PICTURE,
  ATTACHMENT,
  FORMULA,
  FORMULA_BLOCK,
  MENTION,
  REFERENCE,
  ...THINGS,
  RULE,
];
