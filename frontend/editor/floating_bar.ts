/**
 * A row of buttons that floats beside what it is about, over the page. The text keeps its focus; Alt F10 leads into the
 * row (block_moves.ts), Escape back.
 */
import type { Editor } from "@tiptap/core";
import { type EditorCommand, shortcutOf } from "./commands";
import { iconButton, make } from "./dom";
import { addRovingTabStop } from "./roving";
import type { Translate } from "./strings";

const GAP = 8;
const EDGE = 8;

export class FloatingBar {
  readonly element: HTMLElement;
  private readonly commands: { command: EditorCommand; element: HTMLButtonElement }[] = [];
  private readonly menus: (() => void)[] = [];
  private removeRoving: (() => void) | null = null;

  constructor(
    private readonly editor: Editor,
    private readonly translate: Translate,
    name: string,
  ) {
    const label = translate(name);
    this.element = make("div", { class: "floating", popover: "manual", role: "toolbar", "aria-label": label });
    this.element.dataset.floating = name;
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || (event.target as Element).closest(".menu")) return;
      event.preventDefault();
      editor.commands.focus(undefined, { scrollIntoView: false });
    });
    document.body.append(this.element);
  }

  get isOpen(): boolean {
    return this.element.matches(":popover-open");
  }

  /** Whether the focus is in it, or in a menu that it opened. */
  get hasFocus(): boolean {
    return this.element.contains(document.activeElement);
  }

  addButton(command: EditorCommand): this {
    const element = iconButton(command.icon, this.translate(command.name), () => command.run(this.editor));
    if (command.keys) element.title = `${this.translate(command.name)} (${shortcutOf(command)})`;
    this.commands.push({ command, element });
    return this.add(element);
  }

  addMenu(menu: { element: HTMLElement; update: () => void }): this {
    this.menus.push(menu.update);
    return this.add(menu.element);
  }

  add(element: HTMLElement): this {
    this.element.append(element);
    return this;
  }

  /** Shows it over a place of the text, or below where there is no room; `within` is what scrolls. */
  show(place: DOMRect, within: DOMRect, align: "start" | "center" = "start"): void {
    this.refresh();
    if (!this.isOpen) this.element.showPopover();
    this.removeRoving ??= addRovingTabStop(this.element); // once it has a look: what is hidden is no stop
    const { width, height } = this.element.getBoundingClientRect();
    const seen = window.visualViewport;
    const [right, floor] = [seen?.width ?? window.innerWidth, seen?.height ?? window.innerHeight];
    const wanted = align === "start" ? place.left : (place.left + place.right - width) / 2;
    const above = place.top - height - GAP;
    const highest = Math.max(EDGE, within.top + 2);
    const top = above >= highest ? above : Math.min(place.bottom + GAP, floor - height - EDGE);
    const { style } = this.element;
    style.left = `${Math.max(EDGE, Math.min(wanted, right - width - EDGE))}px`;
    style.top = `${Math.max(EDGE, top)}px`;
  }

  hide(): void {
    if (this.isOpen) this.element.hidePopover();
  }

  remove(): void {
    this.removeRoving?.();
    this.element.remove();
  }

  private refresh(): void {
    for (const { command, element } of this.commands) {
      if (command.isOn) element.setAttribute("aria-pressed", String(command.isOn(this.editor)));
      element.disabled = command.isAvailable?.(this.editor) === false;
    }
    for (const update of this.menus) update();
  }
}
