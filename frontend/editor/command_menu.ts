/** A button that opens a list of acts; arrows move in it, Escape closes it. */
import type { Editor } from "@tiptap/core";
import { type Act, keysOf } from "./commands";
import { icon, make } from "./dom";
import type { Say } from "./strings";

let count = 0;

/** `face` makes what the button shows from the name of the first act that is on, else from the menu's name. */
export function menu(
  editor: Editor,
  say: Say,
  name: string,
  acts: readonly Act[],
  face: (words: string) => (Node | string)[],
): { element: HTMLElement; show: () => void } {
  count += 1;
  const id = `editor-menu-${count}`;
  const opener = make("button", {
    type: "button",
    class: "button button--quiet button--s",
    "aria-label": say(name),
    "aria-haspopup": "menu",
    popovertarget: id,
    title: say(name),
  });
  opener.addEventListener("mousedown", (event) => event.preventDefault());
  const list = make("div", { id, class: "menu", popover: "auto", role: "menu", "aria-label": say(name) });
  const items = acts.map((act) => ({ act, element: item(act, say, editor, list) }));
  list.append(...items.map(({ element }) => element));
  list.addEventListener("beforetoggle", (event) => {
    if (event.newState === "open") for (const { act, element } of items) refresh(element, act, editor);
  });
  list.addEventListener("toggle", (event) => {
    if (event.newState === "open") visible(list)[0]?.focus();
  });
  list.addEventListener("keydown", (event) => walk(event, visible(list)));
  return {
    element: make("span", { class: "editor__menu" }, opener, list),
    show: () => {
      const on = acts.find((act) => act.isOn?.(editor));
      const words = say(on?.name ?? name);
      if (opener.dataset.shows === words) return;
      opener.dataset.shows = words;
      opener.replaceChildren(...face(words));
    },
  };
}

function item(act: Act, say: Say, editor: Editor, list: HTMLElement): HTMLButtonElement {
  const role = act.isOn ? "menuitemcheckbox" : "menuitem";
  const element = make("button", { type: "button", class: "menu__item", role, tabindex: "-1" }, icon(act.icon));
  element.append(say(act.name));
  if (act.keys) element.append(make("kbd", {}, keysOf(act)));
  element.addEventListener("click", () => {
    list.hidePopover();
    act.run(editor);
  });
  return element;
}

function refresh(element: HTMLElement, act: Act, editor: Editor): void {
  element.hidden = act.fits?.(editor) === false;
  if (!act.isOn) return;
  const on = act.isOn(editor);
  element.setAttribute("aria-checked", String(on));
  element.toggleAttribute("aria-current", on);
}

const visible = (list: HTMLElement): HTMLElement[] =>
  [...list.querySelectorAll<HTMLElement>("[role^=menuitem]")].filter((each) => !each.hidden);

function walk(event: KeyboardEvent, items: HTMLElement[]): void {
  const at = items.indexOf(document.activeElement as HTMLElement);
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1 + items.length,
    Home: 0,
    End: items.length - 1,
  };
  const to = steps[event.key];
  if (to === undefined || items.length === 0) return;
  event.preventDefault();
  event.stopPropagation();
  items[to % items.length]?.focus();
}
