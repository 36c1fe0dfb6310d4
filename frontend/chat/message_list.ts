/** The messages of a conversation on a page: new ones come in at their place, earlier ones when one scrolls up. */
import { formatTime } from "../strings";
import { markTopicRead } from "./sidebar";

const NEAR_PX = 120;
const GROUP_MS = 600_000; // the server groups messages by the same time

export class MessageList {
  readonly list: HTMLElement;
  #lastRead = 0;
  #fetchingEarlier = false;
  #staysAtEnd = true;

  constructor(
    private readonly root: HTMLElement,
    signal: AbortSignal,
  ) {
    this.list = root.querySelector<HTMLElement>("[data-list]") ?? root;
    document.addEventListener("visibilitychange", () => this.markRead(), { signal });
    addEventListener("scroll", () => this.markRead(), { signal, passive: true });
    this.list.addEventListener(
      "scroll",
      () => {
        this.#staysAtEnd = this.#isAtEnd;
        if (this.list.scrollTop < NEAR_PX) void this.loadEarlier();
        this.markRead();
      },
      { signal },
    );
    this.#stayAtEndOnResize(signal);
  }

  /** Whoever is at the end stays there when the list is resized by a growing composer or a phone's keyboard. */
  #stayAtEndOnResize(signal: AbortSignal): void {
    if (!("ResizeObserver" in globalThis)) return;
    const observer = new ResizeObserver(() => this.#staysAtEnd && this.scrollToEnd());
    observer.observe(this.list);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  /** Scroll to the message of the address, to the first new one, or to the end. */
  open(): void {
    const anchor = location.hash.match(/^#m-\d+$/)?.[0];
    const target = this.list.querySelector<HTMLElement>(anchor ?? ".talk__day--new");
    if (target) {
      this.#staysAtEnd = false;
      if (anchor) target.scrollIntoView?.({ block: "center" });
      // In a panel beside a page, the list scrolls and the page does not.
      else this.list.scrollTop += topOf(target) - topOf(this.list) - this.list.clientHeight / 2;
      this.#staysAtEnd = this.#isAtEnd;
    } else this.scrollToEnd();
    this.markRead();
  }

  scrollToEnd(): void {
    this.#staysAtEnd = true;
    this.list.scrollTop = this.list.scrollHeight;
  }

  get #lastSeq(): number {
    return Number([...this.list.querySelectorAll<HTMLElement>("[data-seq]")].at(-1)?.dataset.seq ?? 0);
  }

  insert(html: string, seq: number): void {
    if (!("ends" in this.root.dataset) || this.list.querySelector(`#m-${seq}`)) return;
    if (seq !== this.#lastSeq + 1) return void this.catchUp();
    const article = parseFragment(html).querySelector<HTMLElement>("article");
    if (!article) return;
    const isAtEnd = this.#staysAtEnd || article.dataset.by === this.root.dataset.me;
    for (const time of article.querySelectorAll("time")) time.textContent = this.formatTime(new Date(time.dateTime));
    this.#append(this.#newDay());
    this.#append(article);
    this.groupByAuthor();
    if (isAtEnd) this.scrollToEnd();
    this.markRead();
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

  /** Join a person's next message within some minutes to the one before, as the server's page does. */
  groupByAuthor(): void {
    for (const message of this.list.querySelectorAll<HTMLElement>(".message[data-seq]")) {
      const [sentAt, before] = [sentTime(message), message.previousElementSibling];
      if (!sentAt) continue; // imported from elsewhere: it has no exact time
      const isSameAuthor = before instanceof HTMLElement && before.dataset.by === message.dataset.by;
      const isSoon = isSameAuthor && sentAt - sentTime(before) <= GROUP_MS;
      const isAlone = message.querySelector(".talk__quote, .message__edited") || message.matches(".message--removed");
      message.classList.toggle("message--more", Boolean(message.dataset.by) && isSoon && !isAlone);
    }
  }

  formatTime(time: Date): string {
    return formatTime(time, this.root.dataset.zone || "UTC");
  }

  #newDay(): HTMLElement | null {
    const day = new Intl.DateTimeFormat("en-CA", { timeZone: this.root.dataset.zone || "UTC" }).format(new Date());
    if (this.list.querySelector(`[data-day="${day}"]`)) return null;
    const line = Object.assign(document.createElement("p"), { className: "talk__day" });
    line.dataset.day = day;
    line.textContent = this.root.querySelector<HTMLElement>("template[data-menu]")?.dataset.wordsToday ?? "";
    return line;
  }

  async #fetch(query: string): Promise<DocumentFragment | null> {
    try {
      const response = await fetch(`${this.root.dataset.base}messages/${query}`, { headers: { "HX-Request": "true" } });
      return response.status === 200 && !response.redirected ? parseFragment(await response.text()) : null;
    } catch {
      return null; // offline; it is fetched again when the connection is back
    }
  }

  /** Fetch messages whose notification was lost. */
  async fetchMissed(): Promise<void> {
    await this.catchUp(this.#lastSeq ? `?since=${this.#lastSeq}` : "");
  }

  /** Fetch the end of the conversation again: after a break, a lost notification, or a gap in the numbers. */
  async catchUp(query = ""): Promise<void> {
    if (!("ends" in this.root.dataset)) return;
    const found = await this.#fetch(query);
    if (!found) return;
    const first = Number(found.querySelector<HTMLElement>("[data-seq]")?.dataset.seq ?? 0);
    const isAtEnd = this.#staysAtEnd;
    // More was written than one page holds: the list begins anew at the end, the rest is earlier.
    if (first > this.#lastSeq + 1) {
      for (const old of this.list.querySelectorAll(":scope > :not(.message--unsent)")) old.remove();
    }
    for (const node of [...found.children] as HTMLElement[]) {
      const { seq, day } = node.dataset;
      const known = seq ? this.list.querySelector(`#m-${seq}`) : null;
      if (known) known.replaceWith(node);
      else if (seq ? Number(seq) > this.#lastSeq : day && !this.list.querySelector(`[data-day="${day}"]`))
        this.#append(node);
      else if (node.dataset.earlier && !this.list.querySelector("[data-seq]")) this.list.prepend(node);
    }
    this.groupByAuthor();
    if (isAtEnd) this.scrollToEnd();
    this.markRead();
  }

  async refetch(seq: string): Promise<void> {
    const article = (await this.#fetch(`?only=${seq}`))?.querySelector("article");
    if (article) this.list.querySelector(`#m-${CSS.escape(seq)}`)?.replaceWith(article);
    this.groupByAuthor();
  }

  async refetchKey(key: string): Promise<void> {
    const message = this.list.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
    if (message?.dataset.seq) await this.refetch(message.dataset.seq);
  }

  async loadEarlier(): Promise<void> {
    const link = this.list.querySelector<HTMLElement>("[data-earlier]");
    if (!link || this.#fetchingEarlier) return;
    this.#fetchingEarlier = true;
    const found = await this.#fetch(`?before=${link.dataset.earlier}`);
    this.#fetchingEarlier = false;
    if (!found) return;
    const fromEnd = this.list.scrollHeight - this.list.scrollTop;
    const day = [...found.querySelectorAll<HTMLElement>("[data-day]")].at(-1)?.dataset.day;
    if (day) this.list.querySelector(`[data-day="${day}"]`)?.remove();
    link.replaceWith(found);
    this.groupByAuthor();
    this.list.scrollTop = this.list.scrollHeight - fromEnd;
  }

  get #isAtEnd(): boolean {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_PX;
  }

  /** Whether its end is in the window: on a phone, the conversation stands below a long page. */
  get #isOnScreen(): boolean {
    const { bottom } = this.list.getBoundingClientRect();
    return (this.list.checkVisibility?.() ?? true) && bottom >= 0 && bottom <= innerHeight + NEAR_PX;
  }

  markRead(): void {
    const seq = this.#lastSeq;
    const isSeen = !document.hidden && this.#isAtEnd && this.#isOnScreen;
    if (!isSeen || seq <= this.#lastRead) return;
    this.#lastRead = seq;
    const body = new URLSearchParams({ csrfmiddlewaretoken: csrfToken(), seq: String(seq) });
    const tryAgain = () => {
      this.#lastRead = 0; // not stored: the next look sends it again
    };
    fetch(`${this.root.dataset.base}readings/`, { method: "POST", body, keepalive: true }).then((response) => {
      if (!response.ok) return tryAgain();
      markTopicRead({ topic: this.root.dataset.topic ?? "", room: this.root.dataset.room ?? "", seq });
    }, tryAgain);
  }
}

function topOf(element: HTMLElement): number {
  return element.getBoundingClientRect().top;
}

/** When a message was sent, in milliseconds; 0 where the page does not say. */
function sentTime(message: HTMLElement): number {
  return Date.parse(message.querySelector<HTMLTimeElement>(".message__time time")?.dateTime ?? "") || 0;
}

export function parseFragment(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

export function csrfToken(): string {
  return document.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
}
