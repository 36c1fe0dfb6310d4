/** The handle beside the block under the pointer: it is dragged, and opens the menu of what one does with a block. */
import type { Editor, Extensions } from "@tiptap/core";
import { DragHandle } from "@tiptap/extension-drag-handle";
import { BLOCK, type EditorCommand, shortcutOf } from "./commands";
import { icon, make } from "./dom";
import { placeBeside } from "./place";
import type { Translate } from "./strings";

/** For pointers that can hover; fingers find the same in the toolbar's menu. */
export function blockHandle(translate: Translate): Extensions {
  if (!window.matchMedia?.("(hover: hover)").matches) return [];
  let at = -1;
  const handle = make(
    "div",
    { class: "handle", title: translate("block"), "aria-hidden": "true" },
    icon("grip-vertical"),
  );
  let editor: Editor | null = null;
  handle.style.visibility = "hidden"; // until the pointer is over a block: before, it stands at the page's corner
  handle.addEventListener("click", () => {
    if (editor && at >= 0) openMenu(editor, at, handle, translate);
  });
  return [
    DragHandle.configure({
      render: () => handle,
      onNodeChange: (found) => {
        at = (found as { pos?: number }).pos ?? -1;
        editor = found.editor;
      },
      computePositionConfig: { placement: "left-start" },
    }),
  ];
}

function openMenu(editor: Editor, at: number, handle: HTMLElement, translate: Translate): void {
  const items = BLOCK.map((command) => menuItem(editor, at, command, translate));
  const menu = make(
    "div",
    { class: "menu", popover: "auto", role: "menu", "aria-label": translate("block") },
    ...items,
  );
  menu.addEventListener("toggle", (event) => event.newState === "closed" && menu.remove());
  menu.addEventListener("click", () => menu.hidePopover());
  document.body.append(menu);
  menu.showPopover();
  placeBeside(menu, handle.getBoundingClientRect());
  items[0]?.focus();
}

function menuItem(editor: Editor, at: number, command: EditorCommand, translate: Translate): HTMLButtonElement {
  const keys = command.keys ? [make("kbd", {}, shortcutOf(command))] : [];
  const item = make(
    "button",
    { type: "button", class: "menu__item", role: "menuitem" },
    icon(command.icon),
    translate(command.name),
    ...keys,
  );
  item.addEventListener("click", () => {
    editor.chain().focus().selectBlock(at).run();
    command.run(editor);
  });
  return item;
}
