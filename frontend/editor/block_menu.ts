/** The menu of a block, or of several: what they are turned into, and what one does with them. */
import type { Editor } from "@tiptap/core";
import { fillMenu, refreshMenu } from "./command_menu";
import { BLOCK_MENU } from "./commands";
import { make } from "./dom";
import { landmarkOf } from "./floating_bar";
import { placeBeside } from "./place";
import type { Translate } from "./strings";

/** Opens it beside an element. What is chosen is done with what is selected; without a choice the text has the focus. */
export function openBlockMenu(editor: Editor, beside: HTMLElement, translate: Translate): void {
  const label = translate("block_menu");
  const menu = make("div", { class: "menu menu--block", popover: "auto", role: "menu", "aria-label": label });
  const items = fillMenu(menu, BLOCK_MENU, editor, translate);
  refreshMenu(items, editor);
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    const isLeft = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.remove();
    if (isLeft) editor.view.focus();
  });
  landmarkOf(editor).append(menu);
  menu.showPopover();
  placeBeside(menu, beside.getBoundingClientRect());
  items.find(({ element }) => !element.hidden)?.element.focus();
}

/** Opens it beside the block with the cursor in it. */
export function openBlockMenuHere(editor: Editor, translate: Translate): boolean {
  const { $from } = editor.state.selection;
  const dom = editor.view.nodeDOM($from.depth ? $from.before(1) : $from.pos);
  if (!editor.isEditable || !(dom instanceof HTMLElement)) return false;
  openBlockMenu(editor, dom, translate);
  return true;
}
