/**
 * What others changed since the reader last read the document: the server says it in `#unread` a moment after the page
 * has opened; the marks come with it. And the server hears up to where the text was read, when the reader leaves it.
 */
import type { Editor } from "@tiptap/core";
import type { Session } from "../session";
import type { Translate } from "../strings";
import type { UnreadMarks } from "./marks";

/** A page that was seen for less (ms) was not read. */
const SEEN_MS = 3_000;
/** Who comes back after so long (ms) is told what others wrote meanwhile. */
const AWAY_MS = 60_000;

export function mountUnread(
  editor: Editor,
  session: Session,
  address: string,
  headers: () => Record<string, string>,
  translate: Translate,
): () => void {
  const place = document.getElementById("unread");
  if (!place || !address) return () => undefined;
  const unread = new Unread(editor, session, place, address, headers, translate);
  return () => unread.end();
}

class Unread {
  private readonly leaving = new AbortController();
  private marks: UnreadMarks | null = null;
  private seenSince = document.hidden ? 0 : Date.now();
  private hiddenSince = 0;
  /** Whether the server knows that what stands here now was read. */
  private isNoted = false;
  private hasNews = false;

  constructor(
    private readonly editor: Editor,
    private readonly session: Session,
    private readonly place: HTMLElement,
    private readonly address: string,
    private readonly headers: () => Record<string, string>,
    private readonly translate: Translate,
  ) {
    const { signal } = this.leaving;
    document.addEventListener("htmx:after:settle", () => void this.show(), { signal });
    document.addEventListener("visibilitychange", () => this.turned(), { signal });
    window.addEventListener("pagehide", () => this.note(), { signal });
    document.addEventListener("keydown", (event) => this.handleKey(event), { signal });
    place.addEventListener("click", (event) => this.handleClick(event), { signal });
    session.doc.on("update", this.updated);
    void this.show();
  }

  end(): void {
    this.leaving.abort();
    this.session.doc.off("update", this.updated);
    this.marks?.end();
  }

  private readonly updated = (): void => {
    this.isNoted = false;
    if (document.hidden) this.hasNews = true;
  };

  private async show(): Promise<void> {
    const said = this.place.querySelector<HTMLElement>("[data-unread]:not([data-shown])");
    if (!said) return;
    said.dataset.shown = "";
    const { UnreadMarks } = await import("./marks");
    if (this.leaving.signal.aborted) return;
    this.marks?.end();
    this.marks = new UnreadMarks(this.editor, JSON.parse(said.dataset.changes ?? "[]"));
    for (const button of said.querySelectorAll<HTMLElement>("[hidden]")) button.hidden = false;
  }

  private next(step: 1 | -1): void {
    const at = this.marks?.go(step);
    const said = this.place.querySelector("[data-unread-said]");
    if (!at || !said) return;
    said.textContent = at.by ? this.translate("unread_at_by", at) : this.translate("unread_at", at);
  }

  /** Puts the marks away. */
  private close(): void {
    this.marks?.end();
    this.marks = null;
    const hadFocus = this.place.contains(document.activeElement);
    this.place.replaceChildren();
    if (hadFocus) this.editor.view.focus();
    this.isNoted = false;
    this.note({ wasSeen: true });
  }

  private handleClick(event: Event): void {
    const target = event.target as Element;
    if (target.closest("[data-unread-next]")) this.next(1);
    else if (target.closest("[data-unread-close]")) this.close();
  }

  /** Ctrl Alt N, with Shift the one before, and X; not what AltGr types. Escape in the line itself. */
  private handleKey(event: KeyboardEvent): void {
    if (!this.marks) return;
    const isOurs = event.altKey && (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph");
    if (isOurs && event.code === "KeyN") this.next(event.shiftKey ? -1 : 1);
    else if (isOurs && event.code === "KeyX") this.close();
    else if (event.key === "Escape" && this.place.contains(event.target as Node)) this.close();
    else return;
    event.preventDefault();
  }

  private turned(): void {
    if (document.hidden) {
      this.note();
      this.hiddenSince = Date.now();
      this.seenSince = 0;
      this.hasNews = false;
      return;
    }
    this.seenSince = Date.now();
    const wasLong = this.hiddenSince > 0 && Date.now() - this.hiddenSince > AWAY_MS;
    if (wasLong && this.hasNews) this.place.dispatchEvent(new Event("back"));
  }

  /** Lets the server note that the text was read as it is now; also from a page that goes away. */
  private note({ wasSeen = this.seenSince > 0 && Date.now() - this.seenSince > SEEN_MS } = {}): void {
    const isWhole = ["live", "readonly"].includes(this.session.provider.connection.status.state);
    if (this.isNoted || !wasSeen || !isWhole) return;
    this.isNoted = true;
    void fetch(this.address, { method: "POST", headers: this.headers(), keepalive: true }).catch(() => undefined);
  }
}
