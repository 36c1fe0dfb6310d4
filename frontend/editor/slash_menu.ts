/** `/` at the start of a line: a short list of what may stand there; typing narrows it, Enter takes it. */
import { type Editor, Extension } from "@tiptap/core";
import { type EditorState, Plugin, PluginKey } from "@tiptap/pm/state";
import { type Act, INSERTS } from "./commands";
import { icon, make } from "./dom";
import type { Say } from "./strings";

const TRIGGER = /^\/([^\s/]{0,20})$/;
const ID = "editor-slash";

/** What was typed after the slash; null where no list should show. */
export function slashQuery(state: EditorState): string | null {
  const { $from, empty } = state.selection;
  if (!empty || $from.parent.type.name !== "paragraph" || $from.parentOffset !== $from.parent.content.size) return null;
  return TRIGGER.exec($from.parent.textContent)?.[1] ?? null;
}

const plain = (words: string): string => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Acts whose name in the reader's tongue has a word that starts so; accents do not matter. */
export function found(query: string, say: Say): Act[] {
  const wanted = plain(query);
  return INSERTS.filter((act) =>
    [...plain(say(act.name)).split(/\s+/), plain(say(act.name))].some((word) => word.startsWith(wanted)),
  );
}

export const slashMenu = (say: Say): Extension =>
  Extension.create({
    name: "slashMenu",
    addProseMirrorPlugins() {
      const list = new SlashList(this.editor, say);
      return [
        new Plugin({
          key: new PluginKey("slashMenu"),
          view: () => ({ update: () => list.update(), destroy: () => list.destroy() }),
          props: {
            handleKeyDown: (_view, event) => list.press(event.key),
            handleDOMEvents: { blur: () => list.close() },
          },
        }),
      ];
    },
  });

class SlashList {
  private readonly box = make("div", { id: ID, class: "menu menu--slash", role: "listbox", popover: "manual" });
  private acts: Act[] = [];
  private at = 0;
  private query: string | null = null;
  /** The query that Escape closed the list for; it stays closed until the line no longer begins so. */
  private dismissed: string | null = null;

  constructor(
    private readonly editor: Editor,
    private readonly say: Say,
  ) {
    this.box.setAttribute("aria-label", say("insert"));
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
      this.acts = found(query, this.say);
      this.at = 0;
      this.show();
    }
  }

  /** Says whether the key was for the list. */
  press(key: string): boolean {
    if (this.query === null || this.acts.length === 0) return false;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: this.acts.length - 1 };
    const step = steps[key];
    if (step !== undefined) {
      this.at = (this.at + step) % this.acts.length;
      this.mark();
    } else if (key === "Enter" || key === "Tab") {
      this.take(this.acts[this.at]);
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

  private take(act: Act | undefined): void {
    const { $from } = this.editor.state.selection;
    this.close();
    this.editor.chain().focus().deleteRange({ from: $from.start(), to: $from.pos }).run();
    act?.run(this.editor);
  }

  private show(): void {
    const options = this.acts.map((act, n) => {
      const option = make(
        "div",
        { id: `${ID}-${n}`, class: "menu__item", role: "option" },
        icon(act.icon),
        this.say(act.name),
      );
      option.addEventListener("click", () => this.take(act));
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
    this.mark();
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

  private mark(): void {
    const { dom } = this.editor.view;
    dom.setAttribute("aria-controls", ID);
    dom.setAttribute("aria-activedescendant", `${ID}-${this.at}`);
    [...this.box.children].forEach((option, n) => {
      option.setAttribute("aria-selected", String(n === this.at));
      option.toggleAttribute("data-active", n === this.at);
      if (n === this.at) option.scrollIntoView?.({ block: "nearest" });
    });
  }
}
