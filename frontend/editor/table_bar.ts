/**
 * The bar on a table with the cursor in it: rows, columns, headings, cells, all. It stands below the table, and at the
 * lower edge of the page where the table is longer.
 */
import type { Editor } from "@tiptap/core";
import { commandMenu } from "./command_menu";
import { icon, make } from "./dom";
import { FloatingBar, sheetOf } from "./floating_bar";
import type { Translate } from "./strings";
import {
  HEADER_COLUMN,
  HEADER_ROW,
  MERGE,
  SPLIT,
  TABLE_COLUMNS,
  TABLE_DELETE,
  TABLE_ROWS,
  tableAt,
} from "./table_commands";

/** After this time (ms) without a change the bar comes: it does not flicker while the cursor passes through. */
const PAUSE = 120;

export function mountTableBar(editor: Editor, translate: Translate): () => void {
  if (!window.matchMedia) return () => undefined;
  const bar = new FloatingBar(editor, translate, "table");
  const menu = (name: string, list: typeof TABLE_ROWS) =>
    commandMenu(editor, translate, name, list, () => [make("span", {}, translate(name)), icon("chevron-down")]);
  bar.addMenu(menu("table_row", TABLE_ROWS)).addMenu(menu("table_column", TABLE_COLUMNS));
  for (const command of [HEADER_ROW, HEADER_COLUMN, MERGE, SPLIT, TABLE_DELETE]) bar.addButton(command);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dismissed = -1;
  const place = (): void => {
    const found = editor.isEditable && (editor.isFocused || bar.hasFocus) ? tableAt(editor) : null;
    if (found?.at !== dismissed) dismissed = -1;
    const dom = found && dismissed < 0 ? editor.view.nodeDOM(found.at) : null;
    const within = sheetOf(editor).getBoundingClientRect();
    const table = dom instanceof HTMLElement ? dom.getBoundingClientRect() : null;
    if (table && table.bottom > within.top && table.top < within.bottom) bar.show(table, within, "below");
    else bar.hide();
  };
  const soon = (): void => {
    clearTimeout(timer);
    if (bar.isOpen && !tableAt(editor)) bar.hide();
    timer = setTimeout(place, PAUSE);
  };
  const scrolled = (): void => {
    if (bar.isOpen) place();
  };
  const dismiss = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !bar.isOpen) return;
    dismissed = tableAt(editor)?.at ?? -1;
    bar.hide();
  };
  editor.view.dom.addEventListener("keydown", dismiss);
  editor.on("transaction", soon);
  editor.on("focus", soon);
  editor.on("blur", soon);
  bar.element.addEventListener("focusout", soon);
  document.addEventListener("scroll", scrolled, { passive: true, capture: true });
  return () => {
    clearTimeout(timer);
    for (const name of ["transaction", "focus", "blur"] as const) editor.off(name, soon);
    document.removeEventListener("scroll", scrolled, { capture: true });
    editor.view.dom.removeEventListener("keydown", dismiss);
    bar.remove();
  };
}
