/** The toolbar over the text: one tab stop, arrows between its buttons, menus for what has no room. */
import type { Editor } from "@tiptap/core";
import { commandMenu } from "./command_menu";
import * as commands from "./commands";
import { icon, iconButton, make } from "./dom";
import { linkButton } from "./link_form";
import type { Translate } from "./strings";

interface ToolbarButton {
  element: HTMLButtonElement;
  command: commands.EditorCommand;
}

/** Fills `bar`; returns a function that empties it. */
export function mountToolbar(bar: HTMLElement, editor: Editor, translate: Translate): () => void {
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", translate("toolbar"));
  const buttons: ToolbarButton[] = [];
  const commandButton = (command: commands.EditorCommand): HTMLButtonElement => {
    const element = iconButton(command.icon, translate(command.name), () => command.run(editor));
    if (command.keys) element.title = `${translate(command.name)} (${commands.shortcutOf(command)})`;
    buttons.push({ element, command });
    return element;
  };
  const wide = (...inside: Node[]): HTMLElement => make("span", { class: "wide editor__more" }, ...inside);
  const styles = commandMenu(editor, translate, "style", commands.STYLES, (label) => {
    const narrow = icon("heading");
    narrow.classList.add("narrow");
    return [make("span", { class: "wide" }, label), narrow, icon("chevron-down")];
  });
  const inserted = commandMenu(editor, translate, "insert", commands.INSERTED, () => [icon("plus")]);
  const more = commandMenu(editor, translate, "more", commands.MORE, () => [icon("ellipsis")]);
  const link = linkButton(editor, translate);
  bar.replaceChildren(
    styles.element,
    commandButton(commands.BOLD),
    commandButton(commands.ITALIC),
    wide(commandButton(commands.UNDERLINE), commandButton(commands.STRIKE), commandButton(commands.CODE)),
    link.element,
    wide(
      commandButton(commands.BULLETS),
      commandButton(commands.NUMBERS),
      commandButton(commands.TASKS),
      commandButton(commands.TABLE),
      commandButton(commands.PICTURE),
      commandButton(commands.ATTACHMENT),
      separator(),
      commandButton(commands.UNDO),
      commandButton(commands.REDO),
    ),
    inserted.element,
    more.element,
  );
  const update = (): void => {
    for (const { element, command } of buttons) {
      if (command.isOn) element.setAttribute("aria-pressed", String(command.isOn(editor)));
      element.disabled = command.isAvailable?.(editor) === false;
    }
    styles.update();
    inserted.update();
    more.update();
    link.update();
  };
  const removeRoving = addRovingTabStop(bar);
  editor.on("transaction", update);
  update();
  return () => {
    removeRoving();
    editor.off("transaction", update);
    bar.replaceChildren();
  };
}

const separator = (): HTMLElement => make("span", { class: "editor__rule", "aria-hidden": "true" });

/** Roving tab stop: Tab enters and leaves the row, arrows, Home and End move in it. */
function addRovingTabStop(bar: HTMLElement): () => void {
  const reachable = (): HTMLButtonElement[] =>
    [...bar.querySelectorAll<HTMLButtonElement>("button")].filter(
      (each) => !each.closest("[popover]") && !each.disabled && !isHidden(each),
    );
  const stopAt = (chosen: HTMLElement | undefined): void => {
    for (const each of bar.querySelectorAll("button")) {
      if (!each.closest("[popover]")) each.tabIndex = each === chosen ? 0 : -1;
    }
  };
  const onFocus = (event: FocusEvent): void => {
    if (event.target instanceof HTMLButtonElement && !event.target.closest("[popover]")) stopAt(event.target);
  };
  const onKey = (event: KeyboardEvent): void => {
    const all = reachable();
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
  stopAt(reachable()[0]);
  bar.addEventListener("focusin", onFocus);
  bar.addEventListener("keydown", onKey);
  return () => {
    bar.removeEventListener("focusin", onFocus);
    bar.removeEventListener("keydown", onKey);
  };
}

function isHidden(element: HTMLElement): boolean {
  for (let each: HTMLElement | null = element; each; each = each.parentElement) {
    if (getComputedStyle(each).display === "none") return true;
  }
  return false;
}
