/** An hour of ordinary writing: undo in words, links that are followed, formulas that leave nothing, slash anywhere. */
import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { OTHER_NAMES } from "../../editor/command_names";
import { INSERTS } from "../../editor/commands";
import { linkCard } from "../../editor/link_card";
import { linkButton } from "../../editor/link_form";
import { openNodeForm } from "../../editor/node_form";
import { isSurelyAddress } from "../../editor/nodes/link";
import { schemaExtensions } from "../../editor/schema";
import { matchingCommands } from "../../editor/slash_menu";
import { undoSteps } from "../../editor/undo_steps";
import { englishStrings } from "./english_strings";

const strings = englishStrings();
const translate = (key: string): string => strings[key] ?? key;
const editors: Editor[] = [];

beforeEach(() => {
  HTMLElement.prototype.showPopover ??= () => undefined;
  HTMLElement.prototype.hidePopover ??= () => undefined;
  Range.prototype.getClientRects ??= () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect ??= () => new DOMRect();
});

afterEach(async () => {
  await vi.dynamicImportSettled();
  for (const editor of editors.splice(0)) editor.destroy();
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

function opened(content: string): Editor {
  const editor = new Editor({
    element: document.body.appendChild(document.createElement("div")),
    injectCSS: false,
    extensions: [
      ...schemaExtensions(translate),
      Collaboration.configure({ document: new Y.Doc() }),
      undoSteps,
      linkCard(translate),
    ],
  });
  editors.push(editor);
  editor.commands.setContent(content);
  return editor;
}

/** Type letter by letter, without a pause. */
function type(editor: Editor, text: string): void {
  for (const letter of text) {
    const { from, to } = editor.state.selection;
    const isTaken = editor.view.someProp("handleTextInput", (handle) =>
      handle(editor.view, from, to, letter, () => editor.state.tr.insertText(letter, from, to)),
    );
    if (!isTaken) editor.view.dispatch(editor.state.tr.insertText(letter));
  }
}

test("typing without a pause is undone a word at a time, and what is taken back comes again", () => {
  const editor = opened("<p></p>");
  editor.commands.focus("end");
  type(editor, "The seal leaks");
  editor.commands.undo();
  expect(editor.getText()).toBe("The seal");
  editor.commands.undo();
  expect(editor.getText()).toBe("The");
  editor.commands.redo();
  expect(editor.getText()).toBe("The seal");
});

test.each(["https://ronde.example/a", "www.example.org", "example.org/path", "a@b.example"])(
  "%s is linked",
  (typed) => {
    expect(isSurelyAddress(typed)).toBe(true);
  },
);

test.each(["README.md", "main.rs", "D-14.la", "app.py", "a.b"])("%s stays as it is", (typed) => {
  expect(isSurelyAddress(typed)).toBe(false);
});

test("what is typed behind a link is not part of it", () => {
  const editor = opened('<p><a href="https://ronde.example/">Ronde</a></p>');
  editor.commands.focus("end");
  type(editor, "s");
  expect(editor.getHTML()).toContain("Ronde</a>s");
});

test("[words](address) becomes a link", () => {
  const editor = opened("<p></p>");
  editor.commands.focus("end");
  type(editor, "[Ronde](https://ronde.example/)");
  expect(editor.getHTML()).toContain('href="https://ronde.example/"');
  expect(editor.getText()).toBe("Ronde");
});

test("a click on a link shows its card, and Ctrl with it opens it beside", () => {
  const beside = vi.fn();
  vi.stubGlobal("open", beside);
  const editor = opened('<p>See <a href="https://ronde.example/">Ronde</a>.</p>');
  const link = editor.view.dom.querySelector("a");
  link?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: true }));
  expect(beside).toHaveBeenCalledWith("https://ronde.example/", "_blank", "noopener");
  link?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  const card = document.querySelector(".link-card");
  expect([...(card?.querySelectorAll(".buttons > *") ?? [])].map((one) => one.textContent)).toEqual([
    "Open",
    "Copy",
    "Change",
    "Remove",
  ]);
  card?.querySelector<HTMLElement>(".buttons > :last-child")?.click();
  expect(editor.getHTML()).not.toContain("href");
  expect(editor.getText()).toBe("See Ronde.");
});

test("Ctrl K in the text asks for a link, and search hears nothing of it", () => {
  const editor = opened("<p>Ronde</p>");
  const { element } = linkButton(editor, translate);
  document.body.append(element);
  const shown = vi.spyOn(HTMLElement.prototype, "showPopover");
  const heard = vi.fn();
  document.addEventListener("keydown", heard, { once: true });
  const key = new KeyboardEvent("keydown", { key: "k", ctrlKey: true, bubbles: true, cancelable: true });
  editor.view.dom.dispatchEvent(key);
  expect(shown).toHaveBeenCalledOnce();
  expect(heard).not.toHaveBeenCalled();
  shown.mockRestore();
});

function closeForm(editor: Editor, at: number, latex: string): void {
  openNodeForm(editor, at, document.body, "Formula", [{ name: "latex", label: "LaTeX" }], null, translate, "latex");
  const box = document.querySelector(".menu--form");
  const input = box?.querySelector("input");
  if (input) input.value = latex;
  if (latex) box?.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  const closed = new Event("toggle");
  Object.assign(closed, { newState: "closed" });
  box?.dispatchEvent(closed);
}

test("behind a formula at the end of a text one goes on after it", () => {
  const editor = opened('<p>First</p><div class="math"><code></code></div>');
  closeForm(editor, 7, "x^2");
  type(editor, "after");
  expect(editor.getJSON().content?.map(({ type }) => type)).toEqual(["paragraph", "mathBlock", "paragraph"]);
  expect(editor.getText()).toMatch(/^First\s+x\^2\s+after$/);
});

test("a formula that is left empty leaves nothing", () => {
  const editor = opened('<p>First</p><div class="math"><code></code></div>');
  closeForm(editor, 7, "");
  type(editor, "after");
  expect(editor.getJSON().content?.map(({ type }) => type)).toEqual(["paragraph", "paragraph"]);
  expect(editor.getText()).toMatch(/^First\s+after$/);
});

test("Enter in the title of a folded part goes on inside", () => {
  const editor = opened(
    '<details><summary>Costs</summary><div data-type="detailsContent"><p>Seal</p></div></details><p>After</p>',
  );
  editor.commands.setTextSelection(6);
  const part = editor.view.dom.querySelector(".details");
  expect(part?.classList.contains("is-open")).toBe(false);
  const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
  editor.view.someProp("handleKeyDown", (handle) => handle(editor.view, enter));
  expect(part?.classList.contains("is-open")).toBe(true);
});

function enter(editor: Editor): void {
  const key = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
  editor.view.someProp("handleKeyDown", (handle) => handle(editor.view, key));
}

test("a typed row becomes a table, in whose next row one goes on", () => {
  const editor = opened("<p></p>");
  editor.commands.focus("end");
  type(editor, "| Part | Price |");
  enter(editor);
  type(editor, "Seal");
  const rows = [...editor.view.dom.querySelectorAll("tr")];
  const words = rows.map((row) => [...row.children].map((cell) => cell.textContent));
  expect(words).toEqual([
    ["Part", "Price"],
    ["Seal", ""],
  ]);
});

test("$$ and Enter begin a formula", () => {
  const editor = opened("<p></p>");
  editor.commands.focus("end");
  type(editor, "$$");
  enter(editor);
  expect(editor.getJSON().content?.[0]?.type).toBe("mathBlock");
});

test.each([
  ["h2", "heading_2"],
  ["todo", "task_list"],
  ["quote", "quote"],
  ["math", "formula_inline"],
  ["avert", "callout_warning"],
  ["numbered li", "ordered_list"],
  ["h4", "heading_4"],
  ["centre", "align_center"],
  ["trier", "sort_up"],
  ["fusion", "cells_merge"],
  ["fiche", "embed_insert"],
  ["date", "date_insert"],
  ["émoji", "emoji_insert"],
  ["commentaire", "comment_insert"],
  ["page", "page_insert"],
  ["sous-page", "page_insert"],
])("/%s finds %s", (typed, name) => {
  expect(matchingCommands(typed, translate).map((command) => command.name)).toContain(name);
});

test("each command of the slash menu has other names in both languages", () => {
  const plain = INSERTS.filter(({ name }) => (OTHER_NAMES[name] ?? []).length < 2).map(({ name }) => name);
  expect(plain).toEqual([]);
});

function press(editor: Editor, key: string, shiftKey = false): void {
  const how = { ctrlKey: true, shiftKey, keyCode: key.charCodeAt(0), bubbles: true, cancelable: true };
  const event = new KeyboardEvent("keydown", { key, ...how });
  editor.view.someProp("handleKeyDown", (handle) => handle(editor.view, event));
}

test("words are raised or lowered, highlighted and coloured, and lines aligned, by their keys", () => {
  const editor = opened("<p>less water</p><p>more</p>");
  editor.commands.setTextSelection({ from: 1, to: 5 });
  press(editor, ",");
  press(editor, ".");
  press(editor, "H", true);
  editor.commands.setTextColour("red");
  expect(editor.getHTML()).toContain('<p><sup><mark><span data-colour="red">less</span></mark></sup> water</p>');
  editor.commands.setHighlight("green");
  expect(editor.getHTML()).toContain('<mark data-colour="green">');
  editor.chain().toggleSuperscript().setHighlight(null).setTextColour(null).run();
  expect(editor.getHTML()).toContain("<p>less water</p>");
  editor.commands.selectAll();
  press(editor, "E", true);
  expect(editor.getHTML()).toBe('<p data-align="center">less water</p><p data-align="center">more</p>');
  editor.commands.setTextSelection(1);
  editor.commands.setAlignment(null);
  expect(editor.getHTML()).toBe('<p>less water</p><p data-align="center">more</p>');
});
