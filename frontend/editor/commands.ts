/** The editor's commands: one list for the toolbar, the menus and the slash menu. */
import type { Editor } from "@tiptap/core";

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
export const shortcutOf = ({ keys }: EditorCommand): string =>
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
export const IN_TABLE: readonly EditorCommand[] = [
  {
    name: "row_below",
    icon: "rows-3",
    run: (editor) => editor.chain().focus().addRowAfter().run(),
    isAvailable: inTable,
  },
  {
    name: "column_after",
    icon: "columns-3",
    run: (editor) => editor.chain().focus().addColumnAfter().run(),
    isAvailable: inTable,
  },
  {
    name: "row_delete",
    icon: "minus",
    run: (editor) => editor.chain().focus().deleteRow().run(),
    isAvailable: inTable,
  },
  {
    name: "column_delete",
    icon: "minus",
    run: (editor) => editor.chain().focus().deleteColumn().run(),
    isAvailable: inTable,
  },
  {
    name: "table_delete",
    icon: "trash-2",
    run: (editor) => editor.chain().focus().deleteTable().run(),
    isAvailable: inTable,
  },
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
export const STYLES: readonly EditorCommand[] = [PARAGRAPH, ...HEADINGS, QUOTE, CODE_BLOCK];
/** The "more" menu: what a narrow toolbar has no room for, and what applies inside a table. */
export const MORE: readonly EditorCommand[] = [
  UNDERLINE,
  STRIKE,
  CODE,
  BULLETS,
  NUMBERS,
  TASKS,
  RULE,
  TABLE,
  ...IN_TABLE,
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
  CODE_BLOCK,
  TABLE,
  RULE,
];
