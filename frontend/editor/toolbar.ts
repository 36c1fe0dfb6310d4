/** The row of buttons over the text: one tab stop, arrows between its buttons, menus for what has no room. */
import type { Editor } from "@tiptap/core";
import { menu } from "./command_menu";
import * as acts from "./commands";
import { button, icon, make } from "./dom";
import { linkButton } from "./link_form";
import type { Say } from "./strings";

interface Shown {
  element: HTMLButtonElement;
  act: acts.Act;
}

/** Fills `bar`; returns what takes it down. */
export function toolbar(bar: HTMLElement, editor: Editor, say: Say): () => void {
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", say("toolbar"));
  const shown: Shown[] = [];
  const one = (act: acts.Act): HTMLButtonElement => {
    const element = button(act.icon, say(act.name), () => act.run(editor));
    if (act.keys) element.title = `${say(act.name)} (${acts.keysOf(act)})`;
    shown.push({ element, act });
    return element;
  };
  const wide = (...inside: Node[]): HTMLElement => make("span", { class: "wide editor__more" }, ...inside);
  const styles = menu(editor, say, "style", acts.STYLES, (words) => {
    const sign = icon("heading");
    sign.classList.add("narrow");
    return [make("span", { class: "wide" }, words), sign, icon("chevron-down")];
  });
  const more = menu(editor, say, "more", acts.MORE, () => [icon("ellipsis")]);
  const link = linkButton(editor, say);
  bar.replaceChildren(
    styles.element,
    one(acts.BOLD),
    one(acts.ITALIC),
    wide(one(acts.UNDERLINE), one(acts.STRIKE), one(acts.CODE)),
    link.element,
    wide(
      one(acts.BULLETS),
      one(acts.NUMBERS),
      one(acts.TASKS),
      one(acts.TABLE),
      rule(),
      one(acts.UNDO),
      one(acts.REDO),
    ),
    more.element,
  );
  const show = (): void => {
    for (const { element, act } of shown) {
      if (act.isOn) element.setAttribute("aria-pressed", String(act.isOn(editor)));
      element.disabled = act.fits?.(editor) === false;
    }
    styles.show();
    more.show();
    link.show();
  };
  const end = rove(bar);
  editor.on("transaction", show);
  show();
  return () => {
    end();
    editor.off("transaction", show);
    bar.replaceChildren();
  };
}

const rule = (): HTMLElement => make("span", { class: "editor__rule", "aria-hidden": "true" });

/** Roving tab stop: Tab enters and leaves the row, arrows, Home and End move in it. */
function rove(bar: HTMLElement): () => void {
  const stops = (): HTMLButtonElement[] =>
    [...bar.querySelectorAll<HTMLButtonElement>("button")].filter(
      (each) => !each.closest("[popover]") && !each.disabled && !isHidden(each),
    );
  const stopAt = (chosen: HTMLElement | undefined): void => {
    for (const each of bar.querySelectorAll("button")) {
      if (!each.closest("[popover]")) each.tabIndex = each === chosen ? 0 : -1;
    }
  };
  const entered = (event: FocusEvent): void => {
    if (event.target instanceof HTMLButtonElement && !event.target.closest("[popover]")) stopAt(event.target);
  };
  const pressed = (event: KeyboardEvent): void => {
    const all = stops();
    const at = all.indexOf(event.target as HTMLButtonElement);
    if (at < 0) return;
    const forward = getComputedStyle(bar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const to =
      event.key === "Home"
        ? 0
        : event.key === "End"
          ? all.length - 1
          : event.key === forward
            ? (at + 1) % all.length
            : event.key === "ArrowLeft" || event.key === "ArrowRight"
              ? (at - 1 + all.length) % all.length
              : -1;
    if (to < 0) return;
    event.preventDefault();
    all[to]?.focus();
  };
  stopAt(stops()[0]);
  bar.addEventListener("focusin", entered);
  bar.addEventListener("keydown", pressed);
  return () => {
    bar.removeEventListener("focusin", entered);
    bar.removeEventListener("keydown", pressed);
  };
}

function isHidden(element: HTMLElement): boolean {
  for (let each: HTMLElement | null = element; each; each = each.parentElement) {
    if (getComputedStyle(each).display === "none") return true;
  }
  return false;
}
