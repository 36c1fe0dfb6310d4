/** What one can do with the text: one list for the toolbar, the menus and the slash menu. */
import type { Editor } from "@tiptap/core";

export interface Act {
  /** Also the key of its word. */
  name: string;
  icon: string;
  /** Shown beside the name; the key binding is the editor's own. */
  keys?: string;
  run: (editor: Editor) => void;
  isOn?: (editor: Editor) => boolean;
  /** When it makes sense; always, when not given. */
  fits?: (editor: Editor) => boolean;
}

/** How the keys are called on this machine. */
export const keysOf = ({ keys }: Act): string =>
  /Mac|iP(?:hone|ad)/.test(navigator.userAgent) ? (keys ?? "").replace("Ctrl ", "⌘") : (keys ?? "");

type Level = 1 | 2 | 3 | 4;

const heading = (level: Level): Act => ({
  name: `heading_${level}`,
  icon: level === 4 ? "heading" : `heading-${level}`,
  run: (editor) => editor.chain().focus().setHeading({ level }).run(),
  isOn: (editor) => editor.isActive("heading", { level }),
});

const mark = (name: string, icon: string, keys?: string): Act => ({
  name,
  icon,
  ...(keys ? { keys } : {}),
  run: (editor) => editor.chain().focus().toggleMark(name).run(),
  isOn: (editor) => editor.isActive(name),
});

const inTable = (editor: Editor): boolean => editor.isActive("table");

export const PARAGRAPH: Act = {
  name: "paragraph",
  icon: "pencil",
  run: (editor) => editor.chain().focus().setParagraph().run(),
  isOn: (editor) => editor.isActive("paragraph"),
};
export const HEADINGS: readonly Act[] = [heading(1), heading(2), heading(3), heading(4)];
export const QUOTE: Act = {
  name: "quote",
  icon: "quote",
  run: (editor) => editor.chain().focus().toggleBlockquote().run(),
  isOn: (editor) => editor.isActive("blockquote"),
};
export const CODE_BLOCK: Act = {
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
export const BULLETS: Act = {
  name: "bullet_list",
  icon: "list",
  run: (editor) => editor.chain().focus().toggleBulletList().run(),
  isOn: (editor) => editor.isActive("bulletList"),
};
export const NUMBERS: Act = {
  name: "ordered_list",
  icon: "list-ordered",
  run: (editor) => editor.chain().focus().toggleOrderedList().run(),
  isOn: (editor) => editor.isActive("orderedList"),
};
export const TASKS: Act = {
  name: "task_list",
  icon: "list-checks",
  run: (editor) => editor.chain().focus().toggleTaskList().run(),
  isOn: (editor) => editor.isActive("taskList"),
};
export const RULE: Act = {
  name: "rule",
  icon: "minus",
  run: (editor) => editor.chain().focus().setHorizontalRule().run(),
};
export const TABLE: Act = {
  name: "table",
  icon: "table",
  run: (editor) => editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
  fits: (editor) => !inTable(editor),
};
export const IN_TABLE: readonly Act[] = [
  { name: "row_below", icon: "rows-3", run: (editor) => editor.chain().focus().addRowAfter().run(), fits: inTable },
  {
    name: "column_after",
    icon: "columns-3",
    run: (editor) => editor.chain().focus().addColumnAfter().run(),
    fits: inTable,
  },
  { name: "row_delete", icon: "minus", run: (editor) => editor.chain().focus().deleteRow().run(), fits: inTable },
  { name: "column_delete", icon: "minus", run: (editor) => editor.chain().focus().deleteColumn().run(), fits: inTable },
  { name: "table_delete", icon: "trash-2", run: (editor) => editor.chain().focus().deleteTable().run(), fits: inTable },
];
export const UNDO: Act = {
  name: "undo",
  icon: "undo-2",
  keys: "Ctrl Z",
  run: (editor) => editor.chain().focus().undo().run(),
};
export const REDO: Act = {
  name: "redo",
  icon: "redo-2",
  keys: "Ctrl Shift Z",
  run: (editor) => editor.chain().focus().redo().run(),
};

/** What the "Text" menu offers: what a paragraph may be. */
export const STYLES: readonly Act[] = [PARAGRAPH, ...HEADINGS, QUOTE, CODE_BLOCK];
/** What the "more" menu offers: all that a narrow screen has no room for, and what fits in a table. */
export const MORE: readonly Act[] = [
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
/** What `/` offers. */
export const INSERTS: readonly Act[] = [
  ...HEADINGS.slice(0, 3),
  BULLETS,
  NUMBERS,
  TASKS,
  QUOTE,
  CODE_BLOCK,
  TABLE,
  RULE,
];
