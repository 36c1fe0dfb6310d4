/** Menus of commands: a button that opens one, and its items (behaviours/menus.ts moves in them). */
import type { Editor } from "@tiptap/core";
import { icon, make } from "./dom";
import { type CommandGroup, type EditorCommand, shortcutOf } from "./editor_command";
import type { Translate } from "./strings";

type Parts = readonly EditorCommand[] | readonly CommandGroup[];

interface Item {
  command: EditorCommand;
  element: HTMLElement;
}

let count = 0;

/** `content` makes the button's content from the label of the first active command, else from the menu's own. */
export function commandMenu(
  editor: Editor,
  translate: Translate,
  name: string,
  parts: Parts,
  content: (label: string) => (Node | string)[],
  look = "",
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
  const list = make("div", {
    id,
    class: `menu ${look}`.trim(),
    popover: "auto",
    role: "menu",
    "aria-label": translate(name),
  });
  const items = fillMenu(list, parts, editor, translate);
  list.addEventListener("beforetoggle", (event) => {
    if (event.newState === "open") refreshMenu(items, editor);
  });
  return {
    element: make("span", { class: "editor__menu" }, opener, list),
    update: () => {
      const active = items.find(({ command }) => command.isOn?.(editor))?.command;
      const label = translate(active?.name ?? name);
      if (opener.dataset.shows === label) return;
      opener.dataset.shows = label;
      opener.replaceChildren(...content(label));
      const isNamed = opener.textContent?.includes(label) && label !== translate(name);
      opener.setAttribute("aria-label", isNamed ? `${translate(name)}: ${label}` : translate(name));
    },
  };
}

/** Puts commands into a menu, groups under their headings; `before` runs before the command that is chosen. */
export function fillMenu(
  list: HTMLElement,
  parts: Parts,
  editor: Editor,
  translate: Translate,
  before: () => void = () => undefined,
): Item[] {
  const items: Item[] = [];
  const itemOf = (command: EditorCommand): HTMLElement => {
    const element = menuItem(command, translate);
    element.addEventListener("click", () => {
      before();
      list.hidePopover();
      command.run(editor);
    });
    items.push({ command, element });
    return element;
  };
  for (const part of parts) {
    if ("run" in part) list.append(itemOf(part));
    else {
      const label = translate(part.name);
      const head = make("p", { class: "menu__head", "aria-hidden": "true" }, label);
      const group = make("div", { class: "menu__group", role: "group", "aria-label": label }, head);
      group.append(...part.commands.map(itemOf));
      list.append(group);
    }
  }
  return items;
}

/** Shows of a menu what can be run now, and what is on. */
export function refreshMenu(items: readonly Item[], editor: Editor): void {
  for (const { command, element } of items) refresh(element, command, editor);
  for (const group of new Set(items.map(({ element }) => element.closest<HTMLElement>(".menu__group")))) {
    if (group) group.hidden = [...group.querySelectorAll<HTMLElement>(".menu__item")].every(({ hidden }) => hidden);
  }
}

function menuItem(command: EditorCommand, translate: Translate): HTMLButtonElement {
  const role = command.isOn ? "menuitemcheckbox" : "menuitem";
  const element = make("button", { type: "button", class: "menu__item", role, tabindex: "-1" }, signOf(command));
  element.append(translate(command.name));
  if (command.keys) element.append(make("kbd", {}, shortcutOf(command)));
  return element;
}

function signOf({ icon: name, swatch }: EditorCommand): Node {
  if (!swatch) return icon(name);
  const tag = swatch.mark === "highlight" && swatch.colour ? "mark" : "span";
  const attributes = { class: "swatch", "aria-hidden": "true", "data-colour": swatch.colour ?? false };
  return make(tag, attributes, "A");
}

function refresh(element: HTMLElement, command: EditorCommand, editor: Editor): void {
  element.hidden = command.isAvailable?.(editor) === false;
  if (!command.isOn) return;
  const isOn = command.isOn(editor);
  element.setAttribute("aria-checked", String(isOn));
  element.toggleAttribute("aria-current", isOn);
}
