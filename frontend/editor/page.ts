/** The life of the editor on a page: shows the server's text first, then the living one; starts anew after a conflict. */
import { Bar, type Notice, noticeOf, type Press } from "./alert_bar";
import type { Status } from "./connection_types";
import type { Conflict } from "./device_copy";
import { Writing } from "./document_editor";
import { type Places, placesOf } from "./page_parts";
import { linesMissing, textOf } from "./plain_text";
import { SavedSign, signOf } from "./save_status";
import { openSession, type Session, type Where } from "./session";
import { type Say, wordsOf } from "./strings";
import { copyText, downloadText } from "./text_export";

/** How often (ms) the sign looks at the clock. */
const TICK = 500;
/** How long (ms) the server may be silent before the copy on this device is shown instead of the server's text. */
const SILENCE = 5_000;

export class EditorPage {
  private readonly say: Say;
  private readonly places: Places;
  private readonly sign: SavedSign;
  private readonly bar: Bar;
  private readonly mayWrite: boolean;
  private readonly leaving = new AbortController();
  private readonly clock: ReturnType<typeof setInterval>;
  private session: Session | null = null;
  private writing: Writing | null = null;
  private comparing = false;
  private ended = false;
  private begun = 0;

  constructor(
    private readonly element: HTMLElement,
    private readonly where: Where,
  ) {
    this.say = wordsOf(element);
    this.places = placesOf(element);
    this.mayWrite = (element.dataset.readOnly ?? "false") === "false";
    this.sign = new SavedSign(this.places.saved, this.say);
    this.bar = new Bar(this.places.bar, this.say, (press, notice) => void this.press(press, notice));
    this.bar.show(null);
    const { signal } = this.leaving;
    window.addEventListener("beforeunload", (event) => this.warn(event), { signal });
    window.addEventListener("online", () => this.session?.provider.connection.connect(), { signal });
    this.clock = setInterval(() => this.show(), TICK);
  }

  async begin(): Promise<void> {
    const session = await openSession(this.where, this.mayWrite);
    if (this.ended) return session.end();
    this.session = session;
    this.begun = Date.now();
    const { connection } = session.provider;
    connection.on("status", (status) => this.heed(session, status));
    connection.on("synced", () => this.reveal(session));
    connection.on("trouble", (error) => reportError(error));
    connection.connect();
  }

  end(): void {
    this.ended = true;
    this.leaving.abort();
    clearInterval(this.clock);
    this.sign.destroy();
    void this.close();
  }

  private heed(session: Session, { state, reason, unsavedSince }: Status): void {
    if (session !== this.session) return;
    const stops = state === "readonly" || state === "stopped";
    this.writing?.allow(this.mayWrite && !stops);
    this.show();
    if (reason === "conflict") void this.startAgain();
    else if ((reason === "no-access" || reason === "gone") && unsavedSince === null) void session.copy.forget();
  }

  private reveal(session: Session): void {
    if (session !== this.session || this.writing) return;
    const { name = "", hue = "0" } = this.element.dataset;
    const user = { name, hue: Number(hue) || 0 };
    const { state } = session.provider.connection.status;
    this.writing = new Writing(this.element, this.places, session, user, this.mayWrite, this.say);
    this.writing.allow(this.mayWrite && state !== "readonly");
    if (state !== "offline") void this.dropWhatIsHere(session);
  }

  /** Puts this device's copy aside and begins with the server's text. */
  private async startAgain(): Promise<void> {
    await this.close((session) => session.copy.putAside());
    if (!this.ended) await this.begin();
  }

  private async close(before: (session: Session) => Promise<void> = async () => undefined): Promise<void> {
    const { session, writing } = this;
    // From here on nothing that the old line still says is shown.
    this.session = null;
    this.writing = null;
    writing?.end();
    if (!session) return;
    await before(session);
    await session.end();
  }

  /** A conflict copy with nothing that the document lacks is no news to anybody. */
  private async dropWhatIsHere(session: Session): Promise<void> {
    this.comparing = true;
    try {
      for (const conflict of session.copy.conflicts) {
        const old = await session.copy.recover(conflict);
        if (linesMissing(old, session.doc).length === 0) await session.copy.drop(conflict);
      }
    } finally {
      this.comparing = false;
    }
    this.show();
  }

  private show(): void {
    const { session } = this;
    if (!session || this.ended) return;
    const { status } = session.provider.connection;
    if (!this.writing && session.hadCopy && status.state === "offline" && Date.now() - this.begun > SILENCE) {
      this.reveal(session);
    }
    const kept = session.copy.isKept;
    this.sign.show(this.mayWrite ? signOf(status, Date.now()) : "readonly", kept);
    // While a conflict copy is being looked at, nothing is said of it yet.
    const conflicts = this.writing && !this.comparing ? session.copy.conflicts : [];
    this.bar.show(noticeOf(status, kept, conflicts, Date.now()));
  }

  private warn(event: BeforeUnloadEvent): void {
    const status = this.session?.provider.connection.status;
    if (status && !status.saved && status.unsavedSince !== null) event.preventDefault();
  }

  private async press(press: Press, notice: Notice): Promise<void> {
    const { session } = this;
    if (!session) return;
    const conflict = notice.words === "bar_conflict" ? session.copy.conflicts[0] : undefined;
    if (press === "try_again") session.provider.connection.connect();
    else if (press === "reload") location.reload();
    else if (press === "start_again") await this.startAgain();
    else if (press === "drop_copy" && conflict) await session.copy.drop(conflict);
    else await this.take(press, session, conflict);
    this.show();
  }

  private async take(press: Press, session: Session, conflict: Conflict | undefined): Promise<void> {
    const text = textOf(conflict ? await session.copy.recover(conflict) : session.doc);
    if (press === "download_text") downloadText(text, document.title);
    else if (await copyText(text, document.title)) this.bar.answer(this.say("copied"));
  }
}
