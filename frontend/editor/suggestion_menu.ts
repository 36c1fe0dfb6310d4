/** The list that opens while `/`, `@` or `#` is typed: arrows move in it, Enter or a touch chooses, Escape closes it. */
import type { Editor } from "@tiptap/core";
import type { SuggestionKeyDownProps, SuggestionProps } from "@tiptap/suggestion";
import { icon, make } from "./dom";
import { placeBeside } from "./place";

export interface Suggested {
  label: string;
  icon: string;
  /** What tells it from its namesakes. */
  note?: string;
}

let count = 0;

export class SuggestionMenu<Item extends Suggested> {
  private readonly id = `editor-suggestions-${++count}`;
  private readonly box = make("div", { id: this.id, class: "menu menu--slash", role: "listbox", popover: "manual" });
  private props: SuggestionProps<Item, Item> | null = null;
  private current = 0;

  /** `label` names the list; `none` is said when nothing fits what was typed ({typed}), where that is to be said. */
  constructor(
    label: string,
    private readonly none = "",
    private readonly onLeft: (editor: Editor) => void = () => undefined,
  ) {
    this.box.setAttribute("aria-label", label);
    this.box.addEventListener("mousedown", (event) => event.preventDefault());
  }

  onStart(props: SuggestionProps<Item, Item>): void {
    props.editor.view.dom.addEventListener("blur", this.close);
    this.onUpdate(props);
  }

  onUpdate(props: SuggestionProps<Item, Item>): void {
    const isSame = this.props?.query === props.query && this.props.items === props.items;
    this.props = props;
    if (isSame) return;
    this.current = 0;
    this.show(props);
  }

  /** Whether the key was for the list. */
  onKeyDown({ event: { key } }: SuggestionKeyDownProps): boolean {
    const { items = [] } = this.props ?? {};
    if (items.length === 0 || !this.box.isConnected) return false;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: items.length - 1 };
    const step = steps[key];
    if (step !== undefined) {
      this.current = (this.current + step) % items.length;
      this.highlight();
      return true;
    }
    if (key !== "Enter" && key !== "Tab") return false;
    this.choose(items[this.current]);
    return true;
  }

  onExit(): void {
    this.props?.editor.view.dom.removeEventListener("blur", this.close);
    this.close();
    if (this.props) this.onLeft(this.props.editor);
    this.props = null;
  }

  private readonly close = (): void => {
    this.box.remove();
    const dom = this.props?.editor.view.dom;
    for (const name of ["aria-activedescendant", "aria-controls"]) dom?.removeAttribute(name);
  };

  private choose(item: Item | undefined): void {
    if (item) this.props?.command(item);
  }

  private show({ items, query, loading, clientRect }: SuggestionProps<Item, Item>): void {
    // Who wrote on behind a blank was not looking for anything.
    if (items.length === 0 && (loading || !this.none || !query || /\s/.test(query))) {
      this.close();
      return;
    }
    const options = items.map((item, n) => {
      const note = item.note ? [make("span", { class: "menu__note" }, item.note)] : [];
      const attributes = { id: `${this.id}-${n}`, class: "menu__item", role: "option" };
      const option = make(
        "div",
        attributes,
        ...(item.icon ? [icon(item.icon)] : []),
        make("span", {}, item.label),
        ...note,
      );
      option.addEventListener("click", () => this.choose(item));
      return option;
    });
    const none = this.none.replace("{typed}", () => query);
    this.box.replaceChildren(...options, ...(options.length ? [] : [make("p", { class: "menu__none" }, none)]));
    if (!this.box.isConnected) {
      document.body.append(this.box);
      this.box.showPopover();
    }
    const place = clientRect?.();
    if (place) placeBeside(this.box, place);
    this.highlight();
  }

  private highlight(): void {
    const dom = this.props?.editor.view.dom;
    dom?.setAttribute("aria-controls", this.id);
    [...this.box.querySelectorAll("[role=option]")].forEach((option, n) => {
      const isCurrent = n === this.current;
      option.setAttribute("aria-selected", String(isCurrent));
      option.toggleAttribute("data-active", isCurrent);
      if (!isCurrent) return;
      dom?.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView?.({ block: "nearest" });
    });
  }
}
