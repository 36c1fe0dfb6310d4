/** A button that opens a menu of commands (behaviours/menus.ts moves in it). */
import type { Editor } from "@tiptap/core";
import { type EditorCommand, shortcutOf } from "./commands";
import { icon, make } from "./dom";
import type { Translate } from "./strings";

let count = 0;

/** `content` makes the button's content from the label of the first active command, else from the menu's own. */
export function commandMenu(
  editor: Editor,
  translate: Translate,
  name: string,
  commands: readonly EditorCommand[],
  content: (label: string) => (Node | string)[],
): { element: HTMLElement; update: () => void } {
  count += 1;
  const id = `editor-menu-${count}`;
  const opener = make("button", {
    type: "button",
    class: "button button--quiet button--s",
    "aria-label": translate(name),
    "aria-haspopup": "menu",
    popovertarget: id,
    title: translate(name),
  });
  opener.addEventListener("mousedown", (event) => event.preventDefault());
  const list = make("div", { id, class: "menu", popover: "auto", role: "menu", "aria-label": translate(name) });
  const items = commands.map((command) => ({ command, element: menuItem(command, translate, editor, list) }));
  list.append(...items.map(({ element }) => element));
  list.addEventListener("beforetoggle", (event) => {
    if (event.newState === "open") for (const { command, element } of items) refresh(element, command, editor);
  });
  return {
    element: make("span", { class: "editor__menu" }, opener, list),
    update: () => {
      const active = commands.find((command) => command.isOn?.(editor));
      const label = translate(active?.name ?? name);
      if (opener.dataset.shows === label) return;
      opener.dataset.shows = label;
      opener.replaceChildren(...content(label));
    },
  };
}

function menuItem(command: EditorCommand, translate: Translate, editor: Editor, list: HTMLElement): HTMLButtonElement {
  const role = command.isOn ? "menuitemcheckbox" : "menuitem";
  const element = make("button", { type: "button", class: "menu__item", role, tabindex: "-1" }, icon(command.icon));
  element.append(translate(command.name));
  if (command.keys) element.append(make("kbd", {}, shortcutOf(command)));
  element.addEventListener("click", () => {
    list.hidePopover();
    command.run(editor);
  });
  return element;
}

function refresh(element: HTMLElement, command: EditorCommand, editor: Editor): void {
  element.hidden = command.isAvailable?.(editor) === false;
  if (!command.isOn) return;
  const isOn = command.isOn(editor);
  element.setAttribute("aria-checked", String(isOn));
  element.toggleAttribute("aria-current", isOn);
}
