/** The editor on a page: first the server's text, then the live one; after a conflict it starts again. */
import { hasFocusAhead, isTypedAhead, letGo, typedSoFar } from "../behaviours/typed_ahead";
import { type Alert, AlertBar, type AlertButton, alertFor } from "./alert_bar";
import { layOutWhenIdle } from "./arriving";
import { showKeys } from "./block_moves";
import type { ConnectionStatus } from "./connection_types";
import type { Conflict } from "./device_copy";
import { DocumentEditor } from "./document_editor";
import { findPageParts, type PageParts } from "./page_parts";
import { missingLines, plainText } from "./plain_text";
import { SaveStatus, saveStateOf } from "./save_status";
import { openSession, type Session, type SessionOptions } from "./session";
import { readStrings, type Translate } from "./strings";
import { OwnSuggestion } from "./suggesting/own_suggestion";
import { copyText, downloadText } from "./text_export";
import { titleInPlace } from "./title_in_place";

/** How often (ms) the save status looks at the clock. */
const TICK = 500;
/** After this time (ms) without the server, the copy on this device is shown instead of the server's text. */
const SILENCE = 5_000;

export class EditorPage {
  private readonly translate: Translate;
  private readonly parts: PageParts;
  private readonly saveStatus: SaveStatus;
  private readonly alertBar: AlertBar;
  private readonly mayWrite: boolean;
  private readonly leaving = new AbortController();
  private readonly endTitle = titleInPlace(() => this.editor?.goToText());
  private readonly clock: ReturnType<typeof setInterval>;
  private session: Session | null = null;
  private editor: DocumentEditor | null = null;
  /** In suggest mode, what is written here instead of the text. */
  private own: OwnSuggestion | null = null;
  private isComparing = false;
  private ended = false;
  private startedAt = 0;

  constructor(
    private readonly element: HTMLElement,
    private readonly options: SessionOptions,
  ) {
    this.translate = readStrings(element);
    this.parts = findPageParts(element);
    this.mayWrite = (element.dataset.readOnly ?? "false") === "false" && !element.dataset.suggesting;
    this.saveStatus = new SaveStatus(this.parts.saved, this.translate);
    this.alertBar = new AlertBar(
      this.parts.bar,
      this.translate,
      (button, alert) => void this.handleClick(button, alert),
    );
    this.alertBar.show(null);
    const { signal } = this.leaving;
    window.addEventListener("beforeunload", (event) => this.warn(event), { signal });
    const connect = () => document.hidden || this.session?.provider.connection.connect();
    window.addEventListener("online", connect, { signal });
    document.addEventListener("visibilitychange", connect, { signal });
    const onKey = (event: KeyboardEvent): void => {
      const isHelp = event.key === "/" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented;
      if (isHelp && showKeys()) event.preventDefault();
    };
    document.addEventListener("keydown", onKey, { signal });
    this.clock = setInterval(() => this.show(), TICK);
  }

  async begin(): Promise<void> {
    const session = await openSession(this.options, this.mayWrite);
    if (this.ended) return session.end();
    this.session = session;
    this.startedAt = Date.now();
    const { connection } = session.provider;
    connection.on("status", (status) => this.handleStatus(session, status));
    connection.on("synced", () => (this.suggestsAt ? void this.suggest(session) : this.reveal(session)));
    connection.on("error", (error) => reportError(error));
    connection.connect();
  }

  end(): void {
    this.ended = true;
    this.leaving.abort();
    this.endTitle();
    clearInterval(this.clock);
    this.saveStatus.destroy();
    void this.close();
  }

  private handleStatus(session: Session, { state, reason, unsavedSince }: ConnectionStatus): void {
    if (session !== this.session) return;
    const isReadOnly = state === "readonly" || state === "stopped";
    this.editor?.setEditable(this.own ? state !== "stopped" : this.mayWrite && !isReadOnly);
    this.show();
    if (reason === "conflict") void this.startAgain();
    else if ((reason === "no-access" || reason === "gone") && unsavedSince === null) {
      // What is not for this person any more does not stay on their screen: the page says why.
      void session.copy.forget().then(() => location.reload());
    }
  }

  private get suggestsAt(): string {
    return this.element.dataset.suggesting ?? "";
  }

  /** Begins suggest mode: on the text as it is now, with what one suggested before. */
  private async suggest(session: Session): Promise<void> {
    if (session !== this.session || this.own) return;
    const own = new OwnSuggestion(session.doc, this.suggestsAt, this.options.headers);
    this.own = own;
    own.onChange(() => this.show()); // "saved" is said of what the server has, and not a moment longer
    await own.begin();
    if (session === this.session) this.reveal({ ...session, doc: own.doc }, session);
  }

  private reveal(session: Session, of = session): void {
    if (of !== this.session || this.editor) return;
    const { name = "", hue = "0" } = this.element.dataset;
    const user = { name, hue: Number(hue) || 0 };
    const { state } = session.provider.connection.status;
    const { own, mayWrite } = this;
    const mayType = mayWrite || own !== null;
    const { element, parts, translate, options } = this;
    this.editor = new DocumentEditor(element, parts, session, user, mayType, translate, own, options.headers);
    this.editor.setEditable(mayType && (own !== null || state !== "readonly"));
    layOutWhenIdle(this.element);
    if (isTypedAhead()) this.editor.beginWith(typedSoFar(), hasFocusAhead());
    letGo();
    if (state !== "offline") void this.dropMergedConflicts(of);
  }

  /** Puts this device's copy aside and begins from the server's text. */
  private async startAgain(): Promise<void> {
    await this.close((session) => session.copy.putAside());
    if (!this.ended) await this.begin();
  }

  private async close(before: (session: Session) => Promise<void> = async () => undefined): Promise<void> {
    const { session, editor, own } = this;
    // From here on nothing that the old connection reports is shown.
    this.session = null;
    this.editor = null;
    this.own = null;
    editor?.end();
    own?.end();
    if (!session) return;
    await before(session);
    await session.end();
  }

  /** Drops the conflict copies that hold nothing that the document lacks. */
  private async dropMergedConflicts(session: Session): Promise<void> {
    this.isComparing = true;
    try {
      for (const conflict of session.copy.conflicts) {
        const old = await session.copy.recover(conflict);
        if (missingLines(old, session.doc).length === 0) await session.copy.drop(conflict);
      }
    } finally {
      this.isComparing = false;
    }
    this.show();
  }

  private show(): void {
    const { session } = this;
    if (!session || this.ended) return;
    const { status } = session.provider.connection;
    if (
      !this.suggestsAt &&
      !this.editor &&
      session.hadCopy &&
      status.state === "offline" &&
      Date.now() - this.startedAt > SILENCE
    ) {
      this.reveal(session);
    }
    const { isKept } = session.copy;
    const state = this.mayWrite ? saveStateOf(status, Date.now()) : "readonly";
    this.saveStatus.show(this.own?.saveState ?? state, isKept);
    // While a conflict copy is being compared, it is not reported yet.
    const conflicts = this.editor && !this.isComparing ? session.copy.conflicts : [];
    this.alertBar.show(alertFor(status, isKept, conflicts, Date.now()));
  }

  private warn(event: BeforeUnloadEvent): void {
    const status = this.session?.provider.connection.status;
    const isUnsaved = status && !status.saved && status.unsavedSince !== null;
    if (isUnsaved || typedSoFar()) event.preventDefault();
  }

  private async handleClick(button: AlertButton, alert: Alert): Promise<void> {
    const { session } = this;
    if (!session) return;
    const conflict = alert.text === "bar_conflict" ? session.copy.conflicts[0] : undefined;
    if (button === "try_again") session.provider.connection.connect();
    else if (button === "reload") location.reload();
    else if (button === "start_again") await this.startAgain();
    else if (button === "drop_copy" && conflict) await session.copy.drop(conflict);
    else await this.exportText(button, session, conflict);
    this.show();
  }

  private async exportText(button: AlertButton, session: Session, conflict: Conflict | undefined): Promise<void> {
    const text = plainText(conflict ? await session.copy.recover(conflict) : session.doc);
    if (button === "download_text") downloadText(text, document.title);
    else if (await copyText(text, document.title)) this.alertBar.confirm(this.translate("copied"));
  }
}
