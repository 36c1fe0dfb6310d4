/**
 * Clauses in the text: `data-clauses` on the island is the address of those that there are, and `[data-make-clause]`
 * (its `data-address` where they are made) makes one of the block at the caret. Ctrl Alt L does the same.
 */
import type { Editor, Extension } from "@tiptap/core";
import { showDone, showRefusal } from "../../behaviours/toasts";
import { csrfHeaders } from "../csrf_headers";
import { keepPlaceWhile } from "../reading_place";
import type { Translate } from "../strings";
import { makeClause, readMarks } from "./clause_requests";
import { blockAtCaret, keyMarks, showMarks } from "./key_marks";

/** How often (ms), and how many times, a block without an id is looked at again: the server gives it one soon. */
const AGAIN = 500;
const TIMES = 24;

export class Clauses {
  readonly extension: Extension;
  private readonly leaving = new AbortController();
  private editor: Editor | null = null;

  constructor(
    private readonly island: HTMLElement,
    private readonly translate: Translate,
  ) {
    this.extension = keyMarks(translate("suspect"));
  }

  mount(editor: Editor): () => void {
    this.editor = editor;
    const { signal } = this.leaving;
    const id = this.island.dataset.document ?? "";
    document.addEventListener(
      "ronde:changed",
      (event) => {
        const { what = [] } = (event as CustomEvent<{ what?: string[] }>).detail;
        if (what.includes("*") || what.includes(`document_clauses:${id}`)) void this.read();
      },
      { signal },
    );
    const button = document.querySelector<HTMLButtonElement>("[data-make-clause]");
    button?.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
    button?.addEventListener("click", () => void this.make(button), { signal });
    document.addEventListener(
      "keydown",
      (event) => {
        if (!button || !event.ctrlKey || !event.altKey || event.key.toLowerCase() !== "l") return;
        event.preventDefault();
        void this.make(button);
      },
      { signal },
    );
    void this.read();
    return () => this.leaving.abort();
  }

  private async read(): Promise<void> {
    const marks = await readMarks(this.island.dataset.clauses ?? "");
    const { island, editor } = this;
    if (!marks || !editor || editor.isDestroyed) return;
    const show = (): void => showMarks(editor.view, marks);
    // Where the page is narrow a mark takes a line of its own. Most documents have none: theirs is not laid out for it.
    if (marks.length > 0) keepPlaceWhile(show, island, island.closest(".sheet"));
    else show();
  }

  private async make(button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    try {
      const block = await this.blockWithId();
      const made = await makeClause(button.dataset.address ?? "", block, csrfHeaders());
      if ("key" in made) showDone(this.translate("clause_made", { key: made.key }));
      else showRefusal(made.refused || this.translate("clause_not_made"));
      await this.read();
    } finally {
      button.disabled = false;
    }
  }

  /** The block at the caret; one that was only just written waits for its id. */
  private async blockWithId(): Promise<string> {
    for (let time = 0; time < TIMES && this.editor; time += 1) {
      const block = blockAtCaret(this.editor.view);
      if (block) return block;
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
    return "";
  }
}
