/** A comment that is being written: what it is about, and the form that the template made for it. */
import type { Editor } from "@tiptap/core";
import { uuidv4 } from "lib0/random";
import { describe, type StoredAnchor } from "./anchor";
import { storeRange } from "./positions";
import { LEAF } from "./squeezed_text";

export class NewComment {
  private readonly key = uuidv4();

  private constructor(
    readonly form: HTMLFormElement,
    readonly anchor: StoredAnchor,
  ) {}

  /** Begins a comment on what is selected; null where that has no words. */
  static on(editor: Editor, template: HTMLTemplateElement, epoch: number): NewComment | null {
    const { doc, selection } = editor.state;
    const made = describe(doc, selection);
    const form = template.content.querySelector("form")?.cloneNode(true);
    if (!made || !(form instanceof HTMLFormElement)) return null;
    const anchor = { ...made.anchor, ...storeRange(editor.state, made.range), epoch };
    const quoted = form.querySelector("[data-quoted]");
    if (quoted) quoted.textContent = anchor.quote.replaceAll(LEAF, "…");
    return new NewComment(form, anchor);
  }

  get hasWords(): boolean {
    return (this.form.querySelector("textarea")?.value.trim() ?? "") !== "";
  }

  /** Adds what it is about; sent twice, it stands once. */
  fill(body: FormData): void {
    const { quote, before, after, start, end } = this.anchor;
    for (const [name, value] of Object.entries({ quote, before, after, start, end, key: this.key })) {
      body.set(name, value);
    }
  }
}
