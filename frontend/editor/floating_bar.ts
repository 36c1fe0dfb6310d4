/**
 * A row of buttons that floats beside what it is about, over the page. The text keeps its focus; Alt F10 leads into the
 * row (block_moves.ts), Escape back.
 */
import type { Editor } from "@tiptap/core";
import { iconButton, make } from "./dom";
import { type EditorCommand, shortcutOf } from "./editor_command";
import { addRovingTabStop } from "./roving";
import type { Translate } from "./strings";

const GAP = 8;
const EDGE = 8;
/** What a bar at the lower end takes, with its distance from what is typed (px). */
const DOCK = 64;

export const isPhone = (): boolean => window.matchMedia?.("(width < 48rem)").matches ?? false;

/** Where the text is scrolled so that the line that is typed stands over a bar at the lower end. */
export const dockMargin = (): { scrollMargin?: DockMargin; scrollThreshold?: DockMargin } => {
  const margin = { top: 5, right: 0, bottom: DOCK, left: 0 };
  return isPhone() ? { scrollMargin: margin, scrollThreshold: margin } : {};
};

interface DockMargin {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** What floats is of the page's main part, also for screen readers. */
export const landmarkOf = ({ view }: Editor): HTMLElement =>
  view.dom.closest<HTMLElement>("main") ?? document.querySelector<HTMLElement>("main") ?? document.body;

/**
 * Leads into the next bar: those that float, then the one above the text. Says whether there is one; by the same key one
 * comes from each to the next.
 */
export function focusBarAfter(last: Element | null): boolean {
  const floating = [...document.querySelectorAll("[data-floating]:popover-open")];
  const bars = [...floating.slice(last ? floating.indexOf(last) + 1 : 0), document.querySelector("[data-toolbar]")];
  const button = bars.map((bar) => bar?.querySelector<HTMLElement>("button[tabindex='0']")).find(Boolean);
  button?.focus();
  return button !== undefined && button !== null;
}

/** What scrolls the text. */
export const sheetOf = ({ view }: Editor): Element => view.dom.closest("[data-scrolls]") ?? document.documentElement;

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
      if (event.key === "F10" && event.altKey) {
        event.preventDefault();
        focusBarAfter(this.element);
      }
      if (event.key !== "Escape" || (event.target as Element).closest(".menu")) return;
      event.preventDefault();
      editor.view.focus();
    });
    landmarkOf(editor).append(this.element);
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

  /**
   * Shows it over a place of the text (`side` may say below), or on the other side where there is no room, but not over
   * the line with the cursor; `within` is what scrolls. On a phone it stands at the lower end of what is seen of that:
   * above the keyboard, and under the line that is typed.
   */
  show(place: DOMRect, within: DOMRect, side: "above" | "below" = "above"): void {
    this.refresh();
    if (!this.isOpen) this.element.showPopover();
    this.removeRoving ??= addRovingTabStop(this.element); // once it has a look: what is hidden is no stop
    const { width, height } = this.element.getBoundingClientRect();
    const seen = window.visualViewport;
    const right = seen?.width ?? window.innerWidth;
    const floor = (seen?.offsetTop ?? 0) + (seen?.height ?? window.innerHeight);
    const foot = document.getElementById("bar")?.getBoundingClientRect().top || floor; // a phone's navigation
    const lowest = Math.min(floor, within.bottom, foot) - height - EDGE;
    const highest = Math.max(EDGE, within.top + 2);
    const above = Math.max(highest, place.top - height - GAP);
    const below = Math.min(place.bottom + GAP, lowest);
    const { style } = this.element;
    style.left = `${Math.max(EDGE, Math.min(place.left, right - width - EDGE))}px`;
    const [wanted, other] = side === "above" ? [above, below] : [below, above];
    const top = this.isFree(wanted, height) ? wanted : other;
    style.top = `${isPhone() ? lowest : top}px`;
  }

  /** Whether a bar there would leave the line with the cursor, or the first of what is selected, to be read. */
  private isFree(top: number, height: number): boolean {
    const { view, state } = this.editor;
    const lines = [view.coordsAtPos(state.selection.from), view.coordsAtPos(state.selection.head)];
    return lines.every((line) => line.bottom <= top || line.top >= top + height);
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
