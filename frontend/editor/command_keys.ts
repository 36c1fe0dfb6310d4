/**
 * Keys do what the buttons with the same name do: what turns a block into another; and Ctrl Enter ticks the task and folds
 * the section that one is in, as elsewhere.
 */
import { type Editor, Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { TICK } from "./block_commands";
import { BULLETS, CODE_BLOCK, HEADINGS, NUMBERS, PARAGRAPH, QUOTE, TASKS } from "./commands";
import type { EditorCommand } from "./editor_command";
import { toggleFold } from "./nodes/details";

const TURNING = [PARAGRAPH, ...HEADINGS, QUOTE, CODE_BLOCK, BULLETS, NUMBERS, TASKS];
/** What Ctrl Enter is about, when one is in several: the innermost. Of a table it adds a row, and it leaves code. */
const OTHERS = ["tableCell", "tableHeader", "codeBlock"];

export const commandKeys = Extension.create({
  name: "commandKeys",
  priority: 140,
  addKeyboardShortcuts() {
    const { editor } = this;
    const run = (command: EditorCommand) => () => {
      command.run(editor);
      return true;
    };
    return {
      ...Object.fromEntries(TURNING.map((command) => [bindingOf(command), run(command)])),
      "Mod-Enter": () => tickOrFold(editor),
    };
  },
  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin({
        key: new PluginKey("commandKeys"),
        props: { handleKeyDown: (_view, event) => turnByDigit(editor, event) },
      }),
    ];
  },
});

/** A key as ProseMirror names it. */
const bindingOf = ({ keys = "" }: EditorCommand): string =>
  keys
    .replace("Ctrl", "Mod")
    .split(" ")
    .map((part) => (/^[A-Z]$/.test(part) ? part.toLowerCase() : part))
    .join("-");

/**
 * Ctrl Alt and a digit, by where the key is: on a French keyboard of Windows it gives & ~ # {, which no binding names. Who
 * types those by AltGr types them. On a Mac, Ctrl Alt is the screen reader's.
 */
function turnByDigit(editor: Editor, event: KeyboardEvent): boolean {
  const digit = /^Digit([0-4])$/.exec(event.code)?.[1];
  const isOurs = event.ctrlKey && event.altKey && !event.shiftKey && !event.getModifierState("AltGraph");
  if (!digit || !isOurs || /Mac|iP(?:hone|ad)/.test(navigator.userAgent)) return false;
  (digit === "0" ? PARAGRAPH : HEADINGS[Number(digit) - 1])?.run(editor);
  return true;
}

function tickOrFold(editor: Editor): boolean {
  const { $from } = editor.state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const { name } = $from.node(depth).type;
    if (OTHERS.includes(name)) return false;
    if (name === "details") return toggleFold(editor);
    if (name !== "taskItem") continue;
    TICK.run(editor);
    return true;
  }
  return false;
}
