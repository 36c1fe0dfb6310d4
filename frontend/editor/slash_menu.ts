/** `/` at the start of a line opens a list of commands; typing narrows it, Enter runs one. */
import { type Editor, Extension } from "@tiptap/core";
import { type EditorState, Plugin, PluginKey } from "@tiptap/pm/state";
import { type EditorCommand, INSERTS } from "./commands";
import { icon, make } from "./dom";
import type { Translate } from "./strings";

const TRIGGER = /^\/([^\s/]{0,20})$/;
const ID = "editor-slash";

/** What is typed after the slash; null where no list should show. */
export function slashQuery(state: EditorState): string | null {
  const { $from, empty } = state.selection;
  if (!empty || $from.parent.type.name !== "paragraph" || $from.parentOffset !== $from.parent.content.size) return null;
  return TRIGGER.exec($from.parent.textContent)?.[1] ?? null;
}

const searchable = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The commands whose label in the reader's language has a word that begins so; accents do not matter. */
export function matchingCommands(query: string, translate: Translate): EditorCommand[] {
  const prefix = searchable(query);
  return INSERTS.filter((command) =>
    [...searchable(translate(command.name)).split(/\s+/), searchable(translate(command.name))].some((word) =>
      word.startsWith(prefix),
    ),
  );
}

export const slashMenu = (translate: Translate): Extension =>
  Extension.create({
    name: "slashMenu",
    addProseMirrorPlugins() {
      const list = new SlashList(this.editor, translate);
      return [
        new Plugin({
          key: new PluginKey("slashMenu"),
          view: () => ({ update: () => list.update(), destroy: () => list.destroy() }),
          props: {
            handleKeyDown: (_view, event) => list.handleKey(event.key),
            handleDOMEvents: { blur: () => list.close() },
          },
        }),
      ];
    },
  });

class SlashList {
  private readonly box = make("div", { id: ID, class: "menu menu--slash", role: "listbox", popover: "manual" });
  private commands: EditorCommand[] = [];
  private current = 0;
  private query: string | null = null;
  /** The query for which Escape closed the list; it stays closed until the line no longer begins so. */
  private dismissed: string | null = null;

  constructor(
    private readonly editor: Editor,
    private readonly translate: Translate,
  ) {
    this.box.setAttribute("aria-label", translate("insert"));
    this.box.addEventListener("mousedown", (event) => event.preventDefault());
  }

  update(): void {
    const query = this.editor.isEditable && this.editor.view.hasFocus() ? slashQuery(this.editor.state) : null;
    if (query === null) this.dismissed = null;
    const hidden = query === null || (this.dismissed !== null && query.startsWith(this.dismissed));
    if (hidden) {
      this.close();
    } else if (query !== this.query) {
      this.query = query;
      this.commands = matchingCommands(query, this.translate);
      this.current = 0;
      this.show();
    }
  }

  /** Returns whether the key was for the list. */
  handleKey(key: string): boolean {
    if (this.query === null || this.commands.length === 0) return false;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: this.commands.length - 1 };
    const step = steps[key];
    if (step !== undefined) {
      this.current = (this.current + step) % this.commands.length;
      this.highlight();
    } else if (key === "Enter" || key === "Tab") {
      this.choose(this.commands[this.current]);
    } else if (key === "Escape") {
      this.dismissed = this.query;
      this.close();
    } else {
      return false;
    }
    return true;
  }

  close(): void {
    this.query = null;
    if (this.box.isConnected) this.box.remove();
    this.editor.view.dom.removeAttribute("aria-activedescendant");
    this.editor.view.dom.removeAttribute("aria-controls");
  }

  destroy(): void {
    this.box.remove();
  }

  private choose(command: EditorCommand | undefined): void {
    const { $from } = this.editor.state.selection;
    this.close();
    this.editor.chain().focus().deleteRange({ from: $from.start(), to: $from.pos }).run();
    command?.run(this.editor);
  }

  private show(): void {
    const options = this.commands.map((command, n) => {
      const option = make(
        "div",
        { id: `${ID}-${n}`, class: "menu__item", role: "option" },
        icon(command.icon),
        this.translate(command.name),
      );
      option.addEventListener("click", () => this.choose(command));
      return option;
    });
    this.box.replaceChildren(...options);
    if (options.length === 0) {
      this.box.remove();
      return;
    }
    if (!this.box.isConnected) {
      document.body.append(this.box);
      this.box.showPopover();
    }
    this.place();
    this.highlight();
  }

  private place(): void {
    const { left, top, bottom } = this.editor.view.coordsAtPos(this.editor.state.selection.from);
    const { width, height } = this.box.getBoundingClientRect();
    const below = bottom + height + 8 < window.innerHeight;
    const { style } = this.box;
    style.position = "fixed";
    style.margin = "0";
    style.left = `${Math.max(8, Math.min(left, window.innerWidth - width - 8))}px`;
    style.top = `${below ? bottom + 4 : Math.max(8, top - height - 4)}px`;
  }

  private highlight(): void {
    const { dom } = this.editor.view;
    dom.setAttribute("aria-controls", ID);
    dom.setAttribute("aria-activedescendant", `${ID}-${this.current}`);
    [...this.box.children].forEach((option, n) => {
      option.setAttribute("aria-selected", String(n === this.current));
      option.toggleAttribute("data-active", n === this.current);
      if (n === this.current) option.scrollIntoView?.({ block: "nearest" });
    });
  }
}
