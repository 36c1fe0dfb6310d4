/** The editor's commands: one list for the toolbar, the menus and the slash menu. */
import { BLOCK } from "./block_commands";
import type { CommandGroup, EditorCommand } from "./editor_command";
import { ALIGN, CLEAR_LOOKS, HIGHLIGHT, SUBSCRIPT, SUPERSCRIPT } from "./look_commands";
import { TONES, type Tone } from "./nodes/callout";
import { unfoldHere } from "./nodes/details";
import { askToEdit } from "./nodes/maths";
import { OF_THE_PAGE } from "./page_commands";
import { inTable, TABLE_GROUPS } from "./table_commands";
import { THINGS } from "./thing_commands";
import type { BlockKind } from "./turn_into";

type Level = 1 | 2 | 3 | 4;

/** Turns what is selected into a block of another kind. */
const turning = (name: string, icon: string, kind: BlockKind, keys = ""): EditorCommand => ({
  name,
  icon,
  ...(keys ? { keys } : {}),
  run: (editor) => editor.chain().focus().turnInto(kind).run(),
  isOn: (editor) => editor.isActive(kind.type, kind.attrs ?? {}),
  isAvailable: (editor) => editor.can().turnInto(kind),
});

const heading = (level: Level): EditorCommand =>
  turning(
    `heading_${level}`,
    level === 4 ? "heading" : `heading-${level}`,
    { type: "heading", attrs: { level } },
    `Ctrl Alt ${level}`,
  );

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

export const PARAGRAPH = turning("paragraph", "pencil", { type: "paragraph" }, "Ctrl Alt 0");
export const HEADINGS: readonly EditorCommand[] = [heading(1), heading(2), heading(3), heading(4)];
export const QUOTE = turning("quote", "quote", { type: "blockquote" }, "Ctrl Shift B");
export const CODE_BLOCK = turning("code_block", "code", { type: "codeBlock" }, "Ctrl Alt C");
export const BOLD = mark("bold", "bold", "Ctrl B");
export const ITALIC = mark("italic", "italic", "Ctrl I");
export const UNDERLINE = mark("underline", "underline", "Ctrl U");
export const STRIKE = mark("strike", "strikethrough", "Ctrl Shift S");
export const CODE = mark("code", "code", "Ctrl E");
export const BULLETS = turning("bullet_list", "list", { type: "bulletList" }, "Ctrl Shift 8");
export const NUMBERS = turning("ordered_list", "list-ordered", { type: "orderedList" }, "Ctrl Shift 7");
export const TASKS = turning("task_list", "list-checks", { type: "taskList" }, "Ctrl Shift 9");
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
const TONE_ICONS: Record<Tone, string> = {
  note: "info",
  tip: "lightbulb",
  important: "flag",
  warning: "triangle-alert",
  caution: "circle-alert",
};
export const CALLOUTS: readonly EditorCommand[] = TONES.map((tone) =>
  turning(`callout_${tone}`, TONE_ICONS[tone], { type: "callout", attrs: { tone } }),
);
const unfolding = turning("details", "chevron-right", { type: "details" });
export const DETAILS: EditorCommand = {
  ...unfolding,
  run: (editor) => {
    unfolding.run(editor);
    unfoldHere(editor); // what was read a moment ago is not hidden
  },
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
/** What a block may be turned into, and what one does with it: the menu of a block. */
export const BLOCK_MENU: readonly CommandGroup[] = [
  {
    name: "turn_into",
    commands: [PARAGRAPH, ...HEADINGS, BULLETS, NUMBERS, TASKS, QUOTE, CODE_BLOCK, ...CALLOUTS.slice(0, 1), DETAILS],
  },
  { name: "block", commands: BLOCK },
];
/** The "more" menu: what a narrow toolbar has no room for, and what applies inside a table. */
export const MORE: readonly CommandGroup[] = [
  ...TABLE_GROUPS,
  { name: "words_look", commands: [UNDERLINE, STRIKE, CODE, SUPERSCRIPT, SUBSCRIPT, HIGHLIGHT, CLEAR_LOOKS] },
  { name: "alignment", commands: ALIGN },
  { name: "lists", commands: [BULLETS, NUMBERS, TASKS] },
  { name: "block", commands: BLOCK },
  { name: "document", commands: [FIND, KEYS, UNDO, REDO] },
];
/** The slash menu; what applies inside a table is offered there. */
export const INSERTS: readonly EditorCommand[] = [
  PARAGRAPH,
  ...HEADINGS,
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
  ...OF_THE_PAGE,
  RULE,
  ...ALIGN,
  ...TABLE_GROUPS.flatMap(({ commands }) => commands),
];
