/**
 * What a person suggests: a Yjs document of its own into which the main text flows, sent to the server in small parts.
 * Its log there holds its own changes alone; those of the main text are never sent.
 */
import * as Y from "yjs";
import { showRefusal } from "../../behaviours/toasts";
import { pageString } from "../../strings";
import type { SaveState } from "../save_status";
import { boundSpans } from "../table_spans";
import { addressOf, type OwnState, readOwn, sendOwn } from "./suggestion_requests";

/** Changes within this time (ms) are sent as one. */
const PAUSE = 600;
const RETRY = 3_000;
const MAIN = "main";
const SERVER = "server";

export class OwnSuggestion {
  readonly doc = new Y.Doc();
  id: number | null = null;
  private seq = 0;
  private waiting: Uint8Array[] = [];
  /** What was sent and is not answered: it is sent again as it was, so that what came twice stands once. */
  private unanswered: { update: Uint8Array; key: string; parts: number } | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isSending = false;
  private isRefused = false;
  private readonly leaving = new AbortController();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly main: Y.Doc,
    private readonly address: string,
    private readonly headers: () => Record<string, string>,
  ) {
    boundSpans(this.doc);
    // One person, one caret: who is here is told by the main text's connection, whose document is not written in.
    this.doc.clientID = main.clientID;
  }

  get saveState(): SaveState {
    if (this.isRefused) return "unsaved";
    return this.waiting.length || this.isSending ? "saving" : "saved";
  }

  /** The main text as it is now, without what is suggested. */
  get text(): Y.XmlFragment {
    return this.main.getXmlFragment("default");
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async begin(): Promise<void> {
    // Before anything is waited for: what others write meanwhile would be missing here, as if it were taken out.
    this.main.on("update", this.flowIn);
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(this.main), MAIN);
    await this.fetch();
    this.doc.on("update", this.changed);
    const { signal } = this.leaving;
    document.addEventListener(
      "ronde:changed",
      (event) => {
        const { what = [] } = (event as CustomEvent<{ what?: string[] }>).detail;
        if (what.includes("*") || (this.id && what.includes(`comment:s-${this.id}`))) void this.fetch();
      },
      { signal },
    );
    window.addEventListener(
      "beforeunload",
      (event) => {
        if (this.saveState !== "saved") event.preventDefault();
      },
      { signal },
    );
    document.addEventListener("visibilitychange", () => document.hidden && void this.send(), { signal });
  }

  end(): void {
    this.leaving.abort();
    clearTimeout(this.timer);
    void this.send();
    this.main.off("update", this.flowIn);
    this.doc.destroy();
  }

  private readonly flowIn = (update: Uint8Array): void => {
    Y.applyUpdate(this.doc, update, MAIN);
    this.tell();
  };

  private readonly changed = (update: Uint8Array, origin: unknown): void => {
    if (origin === MAIN || origin === SERVER) return;
    this.waiting.push(update);
    this.sendSoon(PAUSE);
    this.tell();
  };

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private sendSoon(pause: number): void {
    if (this.leaving.signal.aborted || this.isRefused) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.send(), pause);
  }

  private async send(): Promise<void> {
    if (this.isSending || !this.waiting.length || this.isRefused) return;
    this.isSending = true;
    this.unanswered ??= {
      update: Y.mergeUpdates(this.waiting),
      key: crypto.randomUUID(),
      parts: this.waiting.length,
    };
    const { update, key, parts } = this.unanswered;
    const answer = await sendOwn(this.address, this.headers(), { update, key, id: this.id });
    this.isSending = false;
    if (answer === "lost") this.sendSoon(RETRY);
    else if ("refused" in answer) {
      this.isRefused = true;
      showRefusal(answer.refused || pageString("broken"));
    } else {
      this.waiting.splice(0, parts);
      this.unanswered = null;
      this.id = answer.id;
      if (this.waiting.length) this.sendSoon(PAUSE);
    }
    this.tell();
  }

  /** Takes what the server has of it: from another window, or after a person has decided on a part. */
  private async fetch(): Promise<void> {
    const state: OwnState | null = await readOwn(addressOf(this.address, this.id, this.seq));
    if (!state || this.leaving.signal.aborted) return;
    if (this.id && state.state === "over" && !this.waiting.length) {
      location.reload(); // withdrawn, or a proposal now: what is suggested next begins from the text
      return;
    }
    this.id = state.id;
    this.seq = state.seq;
    for (const update of state.updates) Y.applyUpdate(this.doc, update, SERVER);
    this.tell();
  }
}
