/** The messages of a conversation on a page: new ones come in at their place, earlier ones when one scrolls up. */
import { formatTime } from "../strings";
import { announce, showBelow } from "./announcing";
import { colourCode } from "./code_blocks";
import { keepPlace, returnToPlace } from "./kept_place";
import { groupByAuthor, newDay } from "./message_groups";
import { MoreMessages } from "./more_messages";
import { goToNamed, goToUnread } from "./opening";
import { isOnScreen, ReadPosition, showUnreadLine } from "./read_position";
import { refetchBefore, replaceShown } from "./refetching";
import { fetchLines, parseFragment, post } from "./requests";
import { SeenMessages } from "./seen_messages";
import { measureOnResize, messagesIn } from "./stretches";

const NEAR_PX = 120;

export class MessageList {
  readonly list: HTMLElement;
  readonly #isOfPage: boolean; // else it stands in a panel: Back leads to a place in a page's own
  readonly #more: MoreMessages;
  readonly #position: ReadPosition;
  #staysAtEnd = true;
  readonly #early = new Map<number, string>(); // what came before the one before it

  constructor(
    private readonly root: HTMLElement,
    signal: AbortSignal,
  ) {
    this.list = root.querySelector<HTMLElement>("[data-list]") ?? root;
    this.#position = new ReadPosition(root, (readTo) => this.keepUnread(readTo), signal);
    new SeenMessages(this.list, (seqs) => this.#position.saw(seqs), signal);
    this.#more = new MoreMessages(root, this.list);
    measureOnResize(this.list, signal);
    this.#isOfPage = this.list.matches(".stream__list");
    if (this.#isOfPage) keepPlace(this.list, () => this.#isAtEnd && "ends" in root.dataset, signal);
    this.list.addEventListener(
      "scroll",
      () => {
        this.#staysAtEnd = this.#isAtEnd;
        // A window's height before one comes there, so that scrolling goes on.
        const near = Math.max(NEAR_PX, this.list.clientHeight);
        if (this.list.scrollTop < near) void this.loadEarlier();
        if (this.#toEnd < near) void this.loadLater();
        if (this.#staysAtEnd) showBelow(this.root, false);
      },
      { signal },
    );
    this.#stayAtEndOnResize(signal);
    root.querySelector("[data-below]")?.addEventListener("click", () => this.scrollToEnd(), { signal });
  }

  /** Whoever is at the end stays there when the list is resized by a growing composer or a phone's keyboard. */
  #stayAtEndOnResize(signal: AbortSignal): void {
    if (!("ResizeObserver" in globalThis)) return;
    const observer = new ResizeObserver(this.stayAtEnd);
    observer.observe(this.list);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  /** Scroll to where one was, to the message of the address, to the first new one, or to the end. */
  open(): void {
    const isThere = (this.#isOfPage && returnToPlace(this.list)) || goToNamed(this.list, this.#isOfPage);
    if (!isThere && !goToUnread(this.list)) this.scrollToEnd();
    this.#staysAtEnd = this.#isAtEnd;
    if (this.#staysAtEnd) void this.loadLater();
    void colourCode(this.list);
  }

  /** Whoever is at the end stays there, whatever grew. */
  readonly stayAtEnd = (): void => void (this.#staysAtEnd && this.scrollToEnd());

  scrollToEnd(): void {
    this.#staysAtEnd = true;
    this.list.scrollTop = this.list.scrollHeight;
  }

  get #lastSeq(): number {
    return Number([...this.list.querySelectorAll<HTMLElement>("[data-seq]")].at(-1)?.dataset.seq ?? 0);
  }

  insert(html: string, seq: number): void {
    if (!("ends" in this.root.dataset) || this.list.querySelector(`#m-${seq}`)) return;
    if (seq !== this.#lastSeq + 1) return void this.#early.set(seq, html);
    const article = parseFragment(html).querySelector<HTMLElement>("article");
    if (!article) return;
    const isAtEnd = this.#staysAtEnd || article.dataset.by === this.root.dataset.me;
    for (const time of article.querySelectorAll("time")) time.textContent = formatTime(new Date(time.dateTime));
    const today = this.root.querySelector<HTMLElement>("template[data-menu]")?.dataset.wordsToday ?? "";
    this.#append(newDay(this.list, today));
    this.#append(article);
    this.groupByAuthor();
    if (article.dataset.by !== this.root.dataset.me) announce(this.root, article);
    if (isAtEnd) this.scrollToEnd();
    else showBelow(this.root, true);
    this.#insertEarly();
  }

  /** What waited for the message before it stands behind that now. */
  #insertEarly(): void {
    const last = this.#lastSeq;
    for (const seq of this.#early.keys()) if (seq <= last) this.#early.delete(seq);
    const next = this.#early.get(last + 1);
    if (next) this.insert(next, last + 1);
  }

  /** Append a node after what has arrived and before what is unsent; a message replaces its unsent form. */
  #append(node: Element | null): void {
    if (!node) return;
    this.list.querySelector("[data-none]")?.remove();
    if (node instanceof HTMLElement && node.dataset.key) {
      this.list.querySelector(`[data-unsent-key="${CSS.escape(node.dataset.key)}"]`)?.remove();
    }
    this.list.insertBefore(node, this.list.querySelector(".message--unsent"));
  }

  /** Join what one person says in a row, and colour code: after the list has changed. */
  groupByAuthor(): void {
    groupByAuthor(messagesIn([this.list]));
    void colourCode(this.list);
  }

  #fetch(query: string): Promise<DocumentFragment | null> {
    return fetchLines(this.root.dataset.base ?? "", query);
  }

  /** Fetch what was said since, for a page that has no socket to hear of it. */
  async fetchMissed(): Promise<void> {
    await this.catchUp(this.#lastSeq ? `?since=${this.#lastSeq}` : "");
  }

  /** Fetch the end of the conversation again, after a break or a lost notification; false where it did not come. */
  async catchUp(query = ""): Promise<boolean> {
    if (!("ends" in this.root.dataset)) return true;
    const found = await this.#fetch(query);
    if (!found) return false;
    let last: HTMLElement | null = null;
    const first = Number(found.querySelector<HTMLElement>("[data-seq]")?.dataset.seq ?? 0);
    const isAtEnd = this.#staysAtEnd;
    // More was written than one page holds: the list begins anew at the end, the rest is earlier.
    if (first > this.#lastSeq + 1) {
      for (const old of this.list.querySelectorAll(":scope > :not(.message--unsent)")) old.remove();
    }
    for (const node of [...found.children] as HTMLElement[]) {
      const { seq, day } = node.dataset;
      if (seq && replaceShown(this.list, node)) continue;
      if (seq ? Number(seq) > this.#lastSeq : day && !this.list.querySelector(`[data-day="${day}"]`)) {
        this.#append(node);
        if (seq && node.dataset.by !== this.root.dataset.me) last = node;
      } else if (node.dataset.earlier && !this.list.querySelector("[data-seq]")) this.list.prepend(node);
    }
    this.groupByAuthor();
    if (last) announce(this.root, last);
    if (isAtEnd) this.scrollToEnd();
    else if (last) showBelow(this.root, true);
    this.#insertEarly();
    if (!query) await refetchBefore(this.list, (before) => this.#fetch(before), first);
    this.groupByAuthor();
    return true;
  }

  async refetch(seq: string): Promise<void> {
    const article = (await this.#fetch(`?only=${seq}`))?.querySelector("article");
    const shown = this.list.querySelector(`#m-${CSS.escape(seq)}`);
    if (article && !shown?.querySelector("[data-edit]")) shown?.replaceWith(article); // what is typed there stays
    this.groupByAuthor();
  }

  async refetchKey(key: string): Promise<void> {
    const message = this.list.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
    if (message?.dataset.seq) await this.refetch(message.dataset.seq);
  }

  async loadEarlier(): Promise<void> {
    if (await this.#more.loadEarlier()) void colourCode(this.list);
  }

  async loadLater(): Promise<void> {
    if (!(await this.#more.loadLater())) return;
    this.#staysAtEnd = this.#isAtEnd;
    void colourCode(this.list);
  }

  get #toEnd(): number {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight;
  }

  get #isAtEnd(): boolean {
    return this.#toEnd < NEAR_PX;
  }

  /** Whether a person has the end of the conversation before their eyes. */
  get isSeen(): boolean {
    return !document.hidden && this.#isAtEnd && isOnScreen(this.list, NEAR_PX);
  }

  /** Another device has read on, or gone back. */
  hearOfReading(seq: number, wentBack: number | undefined): void {
    if (this.#position.isBehind(wentBack)) this.keepUnread(seq);
    else this.#position.move(seq, wentBack);
  }

  /** Read again from a message on, later: it counts as new on every device until then. */
  async markUnread(seq: number): Promise<void> {
    this.keepUnread(seq - 1);
    await post(`${this.root.dataset.base}readings/`, { seq: String(seq), unread: "yes" });
  }

  /** Show from where on a person wants to read again, and count nothing as read while this page is open. */
  keepUnread(readTo: number): void {
    this.#position.stop();
    showUnreadLine(this.root, this.list, readTo);
  }
}
