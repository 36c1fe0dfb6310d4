/**
 * The bar on a selection: what one does with words, beside them. It comes once the selection stands still, goes as soon
 * as one types, and never lies over what is selected. Fingers have the toolbar, which stays.
 */
import type { Editor } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";
import { commandMenu } from "./command_menu";
import * as commands from "./commands";
import { icon, iconButton, make } from "./dom";
import { shortcutOf } from "./editor_command";
import { FloatingBar, sheetOf } from "./floating_bar";
import { COLOUR_GROUPS, HIGHLIGHT, SUBSCRIPT, SUPERSCRIPT } from "./look_commands";
import type { Translate } from "./strings";

/** After this time (ms) without a change a selection stands still. */
const PAUSE = 180;

export function mountSelectionBar(editor: Editor, translate: Translate, openLink: () => void): () => void {
  if (!window.matchMedia?.("(hover: hover) and (width >= 48rem)").matches) return () => undefined;
  const bar = filled(new FloatingBar(editor, translate, "selection"), editor, translate, openLink);
  const { dom } = editor.view;
  const leaving = new AbortController();
  const { signal } = leaving;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isPressed = false;
  let dismissed = "";
  const idOf = (): string => `${editor.state.selection.from}-${editor.state.selection.to}`;
  const place = (): void => {
    const rects = isWords(editor) && !isPressed && idOf() !== dismissed ? placeOf(editor) : null;
    const within = sheetOf(editor).getBoundingClientRect();
    const isSeen = rects && rects.bottom > within.top && rects.top < within.bottom;
    if (isSeen && (editor.isFocused || bar.hasFocus)) bar.show(rects, within);
    else bar.hide();
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(place, PAUSE);
  };
  const changed = ({ transaction }: { transaction: { docChanged: boolean; selectionSet: boolean } }): void => {
    if (transaction.selectionSet) dismissed = "";
    if (bar.isOpen && !isWords(editor)) bar.hide();
    if (bar.isOpen && bar.hasFocus) place();
    else soon();
  };
  const left = (): void => {
    if (!bar.hasFocus) soon();
  };
  editor.on("transaction", changed);
  editor.on("blur", left);
  dom.addEventListener("pointerdown", () => (isPressed = true), { signal });
  window.addEventListener(
    "pointerup",
    () => {
      isPressed = false;
      soon();
    },
    { signal },
  );
  dom.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !bar.isOpen) return;
      dismissed = idOf();
      bar.hide();
    },
    { signal },
  );
  document.addEventListener("scroll", () => bar.isOpen && place(), { signal, passive: true, capture: true });
  bar.element.addEventListener("focusout", soon, { signal });
  return () => {
    clearTimeout(timer);
    leaving.abort();
    editor.off("transaction", changed);
    editor.off("blur", left);
    bar.remove();
  };
}

function filled(bar: FloatingBar, editor: Editor, translate: Translate, openLink: () => void): FloatingBar {
  const styles = commandMenu(editor, translate, "turn_into", commands.STYLES, (label) => [
    make("span", {}, label),
    icon("chevron-down"),
  ]);
  const colours = commandMenu(editor, translate, "colour", COLOUR_GROUPS, () => [icon("baseline")], "menu--columns");
  const link = iconButton("link", translate("link"), openLink);
  link.title = `${translate("link")} (${shortcutOf({ keys: "Ctrl K" })})`;
  bar.addMenu(styles);
  for (const command of [commands.BOLD, commands.ITALIC, commands.STRIKE, commands.CODE]) bar.addButton(command);
  bar.add(link).addButton(HIGHLIGHT).addMenu(colours).addButton(SUPERSCRIPT).addButton(SUBSCRIPT);
  const comment = document.querySelector<HTMLElement>("[data-comment-selection]");
  if (comment) bar.add(iconButton("message-square-plus", translate("comment"), () => comment.click()));
  const suggest = document.querySelector<HTMLAnchorElement>("a[href='?mode=suggest']:not([aria-current])");
  if (suggest) bar.add(iconButton("pencil-line", translate("suggest"), () => suggestHere(editor, suggest)));
  return bar;
}

/** Goes into suggest mode, at the block that is selected. */
function suggestHere({ state }: Editor, { href }: HTMLAnchorElement): void {
  const { bid } = state.doc.child(state.selection.$from.index(0)).attrs;
  location.assign(typeof bid === "string" ? `${href}#b-${bid}` : href);
}

/** Whether words are selected that may be marked. */
function isWords(editor: Editor): boolean {
  const { selection, doc } = editor.state;
  if (!editor.isEditable || !(selection instanceof TextSelection) || selection.empty) return false;
  if (selection.$from.parent.type.spec.code) return false;
  return doc.textBetween(selection.from, selection.to, " ", " ").trim() !== "";
}

/** What is selected on the page, from its first line to its last. */
function placeOf({ view, state: { selection } }: Editor): DOMRect {
  const [start, end] = [view.coordsAtPos(selection.from, 1), view.coordsAtPos(selection.to, -1)];
  const left = start.top === end.top ? start.left : Math.min(start.left, end.left);
  return new DOMRect(left, start.top, Math.max(0, end.right - left), end.bottom - start.top);
}
