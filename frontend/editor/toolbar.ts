/** The toolbar over the text: one tab stop, arrows between its buttons, menus for what has no room. */
import type { Editor } from "@tiptap/core";
import { openBlockMenu } from "./block_menu";
import { commandMenu } from "./command_menu";
import * as commands from "./commands";
import { icon, iconButton, make } from "./dom";
import { type EditorCommand, shortcutOf } from "./editor_command";
import { linkButton } from "./link_form";
import { COLOUR_GROUPS } from "./look_commands";
import { addRovingTabStop } from "./roving";
import { mountSelectionBar } from "./selection_bar";
import type { Translate } from "./strings";
import { mountTableBar } from "./table_bar";

interface ToolbarButton {
  element: HTMLButtonElement;
  command: EditorCommand;
}

/** Fills `bar`; returns a function that empties it. */
export function mountToolbar(bar: HTMLElement, editor: Editor, translate: Translate): () => void {
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", translate("toolbar"));
  const buttons: ToolbarButton[] = [];
  const commandButton = (command: EditorCommand): HTMLButtonElement => {
    const element = iconButton(command.icon, translate(command.name), () => command.run(editor));
    if (command.keys) element.title = `${translate(command.name)} (${shortcutOf(command)})`;
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
  const colours = commandMenu(editor, translate, "colour", COLOUR_GROUPS, () => [icon("baseline")], "menu--columns");
  const block = iconButton("grip-vertical", translate("block_menu"), () => openBlockMenu(editor, block, translate));
  block.classList.add("editor__touch"); // where no handle comes with a pointer
  bar.replaceChildren(
    styles.element,
    commandButton(commands.BOLD),
    commandButton(commands.ITALIC),
    wide(commandButton(commands.UNDERLINE), commandButton(commands.STRIKE), commandButton(commands.CODE)),
    link.element,
    colours.element,
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
    block,
    more.element,
  );
  const update = (): void => {
    for (const { element, command } of buttons) {
      if (command.isOn) element.setAttribute("aria-pressed", String(command.isOn(editor)));
      element.disabled = command.isAvailable?.(editor) === false;
    }
    styles.update();
    colours.update();
    inserted.update();
    more.update();
    link.update();
  };
  const removeRoving = addRovingTabStop(bar);
  const toText = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || (event.target as Element).closest("[popover]")) return;
    editor.view.focus();
  };
  bar.addEventListener("keydown", toText);
  const unmounts = [
    mountSelectionBar(editor, translate, link.open),
    mountTableBar(editor, translate),
    () => bar.removeEventListener("keydown", toText),
  ];
  editor.on("transaction", update);
  update();
  return () => {
    removeRoving();
    for (const unmount of unmounts) unmount();
    editor.off("transaction", update);
    bar.replaceChildren();
  };
}

const separator = (): HTMLElement => make("span", { class: "editor__rule", "aria-hidden": "true" });
