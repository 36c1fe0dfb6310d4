/** Every command by keyboard: a key that is shown does what the button does; the rest is behind `/`, or in the bar. */
import type { Editor } from "@tiptap/core";
import { beforeEach, expect, test, vi } from "vitest";
import * as commands from "../../editor/commands";
import type { EditorCommand } from "../../editor/editor_command";
import { COLOUR_GROUPS } from "../../editor/look_commands";
import { layNothingOut } from "./edge_scene";
import { englishStrings } from "./english_strings";
import { begin, eachWithServer, eventually, page, part } from "./mounted";

eachWithServer();
beforeEach(layNothingOut);

const { STYLES, INSERTED, INSERTS, MORE, BLOCK_MENU, BOLD, ITALIC } = commands;
const groups = [...MORE, ...BLOCK_MENU, ...COLOUR_GROUPS];
const listed = [...STYLES, ...INSERTED, ...INSERTS, BOLD, ITALIC, ...groups.flatMap((one) => one.commands)];
const COMMANDS = [...new Map(listed.map((one) => [`${one.swatch?.mark} ${one.name}`, one])).values()];

const WORDS = "<h2>A seal</h2><p>that <b>leaks</b></p><ul><li><p>one</p></li></ul>";
const TEXTS: Record<string, string> = {
  paragraph: "<h2>A seal</h2>",
  align_start: '<p data-align="center">A seal</p>',
  row_below: "<table><tr><td><p>Part</p></td></tr></table>",
  task_tick: '<ul data-type="taskList"><li data-type="taskItem" data-checked="false"><p>Measure</p></li></ul>',
  details_fold: '<details><summary>How</summary><div data-type="detailsContent"><p>Turn it</p></div></details>',
};
/** What these do is not in the text. */
const ELSEWHERE = ["undo", "redo", "find", "keys", "block_link"];

async function writing(): Promise<Editor> {
  const element = page();
  const keys = document.body.appendChild(document.createElement("dialog"));
  keys.id = "editor-keys";
  keys.showModal = vi.fn();
  begin(element);
  await eventually(() => expect(element.querySelector("[contenteditable=true]")).not.toBeNull());
  const { editor } = element.querySelector(".tiptap") as Element & { editor: Editor };
  return editor;
}

const KEYS: Record<string, string> = { "↑": "ArrowUp", "↓": "ArrowDown", "⌫": "Backspace" };

/** Press keys as they are written on a button; says whether they were for the editor. */
function press(editor: Editor, keys: string, more: KeyboardEventInit = {}): boolean {
  const parts = keys.split(" ");
  const last = parts.at(-1) ?? "";
  const shiftKey = parts.includes("Shift");
  const event = new KeyboardEvent("keydown", {
    key: KEYS[last] ?? (shiftKey || last.length > 1 ? last : last.toLowerCase()),
    keyCode: last.charCodeAt(0),
    ctrlKey: parts.includes("Ctrl"),
    altKey: parts.includes("Alt"),
    shiftKey,
    ...more,
    bubbles: true,
    cancelable: true,
  });
  editor.view.dom.dispatchEvent(event);
  return event.defaultPrevented;
}

/** Each new note has a label by chance. */
const seen = (editor: Editor): unknown => ({
  text: JSON.parse(JSON.stringify(editor.getJSON()).replace(/n-[0-9a-f]{6}/g, "n")),
  unfolded: editor.view.dom.querySelectorAll(".is-open").length,
});

function begun(editor: Editor, name: string): unknown {
  if (TEXTS[name]) editor.commands.clearContent(); // else a section that is unfolded would stay so
  editor.commands.setContent(TEXTS[name] ?? WORDS);
  if (TEXTS[name]) editor.commands.setTextSelection(4);
  else editor.commands.setTextSelection({ from: 14, to: 19 });
  return seen(editor);
}

test("a key that is shown does what the button does", async () => {
  const editor = await writing();
  for (const command of COMMANDS.filter(({ keys }) => keys)) {
    const { name, keys = "" } = command;
    const before = begun(editor, name);
    command.run(editor);
    const wanted = seen(editor);
    begun(editor, name);
    if (name === "redo") editor.commands.undo();
    expect(press(editor, keys), name).toBe(true);
    if (ELSEWHERE.includes(name)) continue;
    expect(seen(editor), name).toEqual(wanted);
    expect(wanted, name).not.toEqual(before);
  }
  await vi.dynamicImportSettled(); // of the search bar
});

test("what has no key is found behind the slash, or in the bar above the text", async () => {
  await writing();
  const strings = englishStrings();
  const bar = [...part("toolbar").querySelectorAll("[role^=menuitem]")].map((item) => item.textContent ?? "");
  const isInBar = ({ name }: EditorCommand): boolean => bar.some((words) => words.endsWith(strings[name] ?? name));
  const rest = COMMANDS.filter((one) => !one.keys && !INSERTS.includes(one));
  expect(rest.filter((one) => !isInBar(one)).map(({ name }) => name)).toEqual([]);
  expect(rest.filter(({ swatch }) => !swatch).map(({ name }) => name)).toEqual(["picture_edit", "code_language"]);
  expect(commands.INSERTS.filter(({ name }) => name === "cells_merge" && !bar.includes("Merge the cells"))).toEqual([]);
});

test("Ctrl Alt 2 is a heading also where the key gives ~, and AltGr 2 gives ~", async () => {
  const editor = await writing();
  begun(editor, "");
  const french = { key: "~", code: "Digit2", keyCode: 0 };
  expect(press(editor, "Ctrl Alt 2", { ...french, modifierAltGraph: true })).toBe(false);
  expect(press(editor, "Ctrl Alt 2", french)).toBe(true);
  expect(editor.state.doc.child(1).type.name).toBe("heading");
});

test("Ctrl Enter folds a section from within it, and writes nothing there", async () => {
  const editor = await writing();
  begun(editor, "details_fold");
  const folded = seen(editor);
  press(editor, "Ctrl Enter");
  expect(seen(editor)).not.toEqual(folded);
  editor.commands.setTextSelection(10);
  expect(editor.state.selection.$from.parent.textContent).toBe("Turn it");
  expect(press(editor, "Ctrl Enter")).toBe(true);
  expect(seen(editor)).toEqual(folded);
});
