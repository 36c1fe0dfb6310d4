/**
 * Comments beside the text: `[data-notes]` is the margin that the template made, `[data-comment-selection]` comments on
 * what is selected, `[data-notes-open]` leads to the next thread. No right to write is needed. Ctrl Alt M comments,
 * Ctrl Alt J and K go to the next and the previous thread, Escape goes back to the text.
 */
import type { Editor, Extension } from "@tiptap/core";
import { forgetDraft, restoreDrafts } from "../../behaviours/drafts";
import { showRefusal } from "../../behaviours/toasts";
import type { Session } from "../session";
import type { Translate } from "../strings";
import { setActiveSuggestion, showSuggestions, suggestedChanges } from "../suggesting/suggested_changes";
import { listenToControls } from "./controls";
import { listenToChanges } from "./live";
import { Margin } from "./margin";
import { NewComment } from "./new_comment";
import {
  anchoredThreads,
  countBefore,
  endOfWords,
  isBusy,
  isNarrow,
  isSameAndBusy,
  isTouch,
  MENU_PAUSE,
  renewSaid,
  showPlace,
  showSuggestionCount,
} from "./notes";
import { commentRanges, type RangesOptions, setActive, setThreads } from "./ranges";
import { addressOf, fetchThread, fetchThreads, noteReading, send } from "./thread_requests";
import { VerdictUndo } from "./verdict_undo";

const NEW = "new";

export class Comments {
  readonly extensions: Extension[];
  private readonly options: RangesOptions;
  private readonly margin: Margin;
  private readonly leaving = new AbortController();
  private editor: Editor | null = null;
  private draft: NewComment | null = null;
  private readonly verdicts = new VerdictUndo((thread) => this.put(thread));
  private epoch: number;

  constructor(
    private readonly root: HTMLElement,
    session: Session,
    private readonly translate: Translate,
  ) {
    this.options = {
      epoch: () => this.epoch,
      goneLabel: translate("comment_gone"),
      onClick: (id) => this.clicked(id),
      onMove: () => this.margin.placeSoon(),
    };
    this.epoch = Number(root.dataset.epoch ?? "1");
    session.provider.connection.on("epoch", (epoch) => {
      this.epoch = Number(epoch);
    });
    const onStale = (): void => void this.fetchAll();
    this.extensions = [
      commentRanges(this.options),
      suggestedChanges({ onClick: this.options.onClick, onStale }),
      this.verdicts.extension,
    ];
    const list = this.part("notes-list") ?? root;
    this.margin = new Margin(root, list, this.part("leader"), () => this.editor?.view.dom ?? root);
  }

  mount(editor: Editor): () => void {
    this.editor = editor;
    const { signal } = this.leaving;
    this.margin.watch(editor.view.dom);
    this.root.addEventListener("submit", (event) => void this.submitted(event), { signal });
    this.verdicts.listen(signal);
    listenToControls(
      this.root,
      {
        comment: () => this.comment(),
        go: (step) => this.go(step),
        open: (id, how) => this.open(id, how),
        backToText: () => this.backToText(),
        cancel: () => this.cancel(),
        resume: () => this.activate(NEW),
      },
      signal,
    );
    const refetch = { all: () => void this.fetchAll(), one: (id: string) => void this.fetchOne(id) };
    listenToChanges(this.root.dataset.document ?? "", refetch, signal);
    void this.fetchAll().then(() => this.openNamed());
    return () => {
      this.leaving.abort();
      this.margin.end();
    };
  }

  private part(name: string): HTMLElement | null {
    return this.root.querySelector<HTMLElement>(`[data-${name}]`);
  }

  private async fetchAll(): Promise<void> {
    const threads = await fetchThreads(this.root.dataset.margin ?? "");
    if (!threads || !this.editor) return;
    this.margin.keepOnly([NEW, ...threads.map((thread) => thread.dataset.thread ?? "")]);
    for (const thread of threads) {
      const id = thread.dataset.thread ?? "";
      const before = this.margin.notes.get(id);
      if (id === this.margin.active || (before && isBusy(before))) void this.fetchOne(id);
      else this.margin.set(id, thread);
    }
    this.showRanges();
  }

  private async fetchOne(id: string): Promise<void> {
    const thread = await fetchThread(addressOf(this.root, id));
    if (!thread || !this.editor) return;
    if (thread === "gone") {
      this.margin.remove(id);
      if (this.margin.active === id) this.activate(null);
    } else {
      this.show(thread);
      noteReading(thread, () => this.margin.active === id);
    }
    this.showRanges();
  }

  /** Shows a thread as it is now; what a person types in it stays. */
  private show(thread: HTMLElement): void {
    const id = thread.dataset.thread ?? "";
    const before = this.margin.notes.get(id);
    if (before?.querySelector("[popover]:popover-open")) {
      setTimeout(() => void this.fetchOne(id), MENU_PAUSE); // a menu does not close under the finger
      return;
    }
    if (before && isSameAndBusy(before, thread)) renewSaid(before, thread);
    else {
      this.margin.set(id, thread);
      restoreDrafts(thread);
    }
  }

  private showRanges(): void {
    const notes = [...this.margin.notes].filter(([id]) => id !== NEW);
    const threads = anchoredThreads(notes);
    const open = threads.filter(({ isDone }) => !isDone).length;
    if (this.draft) threads.push({ id: NEW, anchor: this.draft.anchor, isDone: false });
    const view = this.editor?.view;
    if (view) setThreads(view, threads, this.options);
    if (view) showSuggestions(view, notes, "suggesting" in this.root.dataset);
    for (const count of document.querySelectorAll("[data-open-count]")) count.textContent = String(open);
    showSuggestionCount(notes.map(([, note]) => note));
  }

  /** Opens the thread that the address names. */
  private openNamed(): void {
    const id = new URLSearchParams(location.search).get("comment");
    if (id && this.margin.notes.has(id)) this.activate(id, { scroll: true, focus: true });
  }

  private activate(id: string | null, { scroll = false, focus = false, reply = false } = {}): void {
    if (!this.editor) return;
    if (id !== NEW && !this.draft?.hasWords) this.closeDraft(); // what is typed stays, until it is sent or cancelled
    this.margin.activate(id);
    setActive(this.editor.view, id);
    setActiveSuggestion(this.editor.view, id);
    showPlace(this.root, id, id === NEW, this.margin.orderWithout(NEW));
    const note = id ? this.margin.notes.get(id) : null;
    if (!id || !note) return;
    if (scroll || isNarrow()) {
      (this.margin.words().get(id) ?? note).scrollIntoView({ block: isNarrow() ? "start" : "center" });
    }
    if (focus) note.focus({ preventScroll: true });
    if (id === NEW || "full" in note.dataset) return;
    void this.fetchOne(id).then(() => {
      const now = this.margin.notes.get(id);
      if (this.margin.active !== id || !now) return;
      if (reply) now.querySelector<HTMLElement>("textarea")?.focus({ preventScroll: true });
      else if (focus) now.focus({ preventScroll: true });
    });
  }

  /** Goes to the next thread, or the previous: from the one that is read, else from the caret. */
  private go(step: 1 | -1): void {
    const order = this.margin.orderWithout(NEW);
    if (!order.length) return;
    const { editor } = this;
    let at = order.indexOf(this.margin.active ?? "");
    if (at < 0 && editor) at = countBefore(editor, order, this.margin.words()) - (step > 0 ? 1 : 0);
    this.activate(order.at((at + step) % order.length) ?? null, { scroll: true, focus: true });
  }

  private clicked(id: string | null): void {
    if (id !== this.margin.active && id !== NEW) this.activate(id);
  }

  private open(id: string, { reply }: { reply: boolean }): void {
    if (id !== this.margin.active) this.activate(id, { reply });
    if (reply) this.margin.notes.get(id)?.querySelector<HTMLElement>("textarea")?.focus({ preventScroll: true });
  }

  private async submitted(event: SubmitEvent): Promise<void> {
    const form = event.target as HTMLFormElement;
    const isNew = form === this.draft?.form;
    if (!isNew && !("threadForm" in form.dataset)) return;
    event.preventDefault();
    event.stopPropagation(); // the page's handlers of forms are for those that lead to another page
    const body = new FormData(form, event.submitter);
    if (isNew) this.draft?.fill(body);
    const verdicts = "verdict" in form.dataset ? this.verdicts : null;
    verdicts?.deciding();
    const thread = await send(form, body);
    if (!thread) return void verdicts?.decided(null);
    forgetDraft(form);
    const id = thread.dataset.thread ?? "";
    if (isNew) this.closeDraft();
    this.put(thread);
    verdicts?.decided(thread);
    if (isNew) this.activate(id);
    if (isNew && !isTouch()) this.editor?.view.focus();
    else if (!isNew) {
      thread.focus({ preventScroll: true });
      // A suggestion of which one change was decided on goes to the words of the next.
      this.margin.afterPlacing(() => this.margin.notes.get(id)?.scrollIntoView({ block: "nearest" }));
    }
  }

  private put(thread: HTMLElement): void {
    this.margin.set(thread.dataset.thread ?? "", thread);
    this.showRanges();
  }

  private comment(): void {
    const template = this.part("new-note");
    if (!this.editor || !(template instanceof HTMLTemplateElement)) return;
    if (!this.draft?.hasWords) {
      this.closeDraft();
      this.draft = NewComment.on(this.editor, template, this.epoch);
    }
    if (!this.draft) return void showRefusal(this.translate("comment_select"));
    this.margin.set(NEW, this.draft.form);
    this.showRanges();
    this.activate(NEW);
    this.draft.form.querySelector("textarea")?.focus({ preventScroll: true });
  }

  private closeDraft(): void {
    if (!this.draft) return;
    this.draft = null;
    this.margin.remove(NEW);
    this.showRanges();
  }

  private cancel(): void {
    this.closeDraft();
    this.backToText();
  }

  private backToText(): void {
    const { active } = this.margin;
    const end = active && this.editor ? endOfWords(this.editor, active, this.margin.words()) : undefined;
    this.activate(null);
    this.editor?.commands.focus(end, { scrollIntoView: false });
  }
}
