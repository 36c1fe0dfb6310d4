/** The messages of a conversation on a page: new ones come in at their place, earlier ones on the way up. */
import { formatTime } from "../strings";
import { read } from "./chat-side";

const NEAR_PX = 120;
const RUN_MS = 600_000; // as RUN in chat/talk.py

export class Stream {
  readonly list: HTMLElement;
  #read = 0;
  #fetchingEarlier = false;
  #stuck = true;

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
        this.#stuck = this.#isAtEnd;
        if (this.list.scrollTop < NEAR_PX) void this.earlier();
        this.markRead();
      },
      { signal },
    );
    this.#hold(signal);
  }

  /** Who stands at the end stays there when the room for it changes: a composer that grows, a phone's keyboard. */
  #hold(signal: AbortSignal): void {
    if (!("ResizeObserver" in globalThis)) return;
    const observer = new ResizeObserver(() => this.#stuck && this.toEnd());
    observer.observe(this.list);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  /** Open where the person was going: at the message of the address, at what is new, or at the end. */
  show(): void {
    const sought = location.hash.match(/^#m-\d+$/)?.[0];
    const place = this.list.querySelector<HTMLElement>(sought ?? ".talk__day--new");
    if (place) {
      this.#stuck = false;
      if (sought) place.scrollIntoView?.({ block: "center" });
      // Beside a thing's page, what is new is shown at its place without moving the page itself.
      else this.list.scrollTop += top(place) - top(this.list) - this.list.clientHeight / 2;
      this.#stuck = this.#isAtEnd;
    } else this.toEnd();
    this.markRead();
  }

  toEnd(): void {
    this.#stuck = true;
    this.list.scrollTop = this.list.scrollHeight;
  }

  get #seq(): number {
    return Number([...this.list.querySelectorAll<HTMLElement>("[data-seq]")].at(-1)?.dataset.seq ?? 0);
  }

  insert(html: string, seq: number): void {
    if (!("ends" in this.root.dataset) || this.list.querySelector(`#m-${seq}`)) return;
    if (seq !== this.#seq + 1) return void this.catchUp();
    const article = parse(html).querySelector<HTMLElement>("article");
    if (!article) return;
    const isAtEnd = this.#stuck || article.dataset.by === this.root.dataset.me;
    for (const time of article.querySelectorAll("time")) time.textContent = this.formatTime(new Date(time.dateTime));
    this.#place(this.#today());
    this.#place(article);
    this.regroup();
    if (isAtEnd) this.toEnd();
    this.markRead();
  }

  /** Put a node behind what has arrived and before what has not been sent; a message takes its unsent form's place. */
  #place(node: Element | null): void {
    if (!node) return;
    this.list.querySelector("[data-none]")?.remove();
    if (node instanceof HTMLElement && node.dataset.key) {
      this.list.querySelector(`[data-unsent-key="${CSS.escape(node.dataset.key)}"]`)?.remove();
    }
    this.list.insertBefore(node, this.list.querySelector(".message--unsent"));
  }

  /** A person's next message within some minutes goes on from the one before, as the server's page has it. */
  regroup(): void {
    for (const message of this.list.querySelectorAll<HTMLElement>(".message[data-seq]")) {
      const [said, before] = [saidAt(message), message.previousElementSibling];
      if (!said) continue; // logged elsewhere: it never arrives here, and stands as it came
      const goesOn = before instanceof HTMLElement && before.dataset.by === message.dataset.by;
      const isSoon = goesOn && said - saidAt(before) <= RUN_MS;
      const isAlone = message.querySelector(".talk__quote, .message__edited") || message.matches(".message--removed");
      message.classList.toggle("message--more", Boolean(message.dataset.by) && isSoon && !isAlone);
    }
  }

  formatTime(time: Date): string {
    return formatTime(time, this.root.dataset.zone || "UTC");
  }

  #today(): HTMLElement | null {
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
      return response.status === 200 && !response.redirected ? parse(await response.text()) : null;
    } catch {
      return null; // the line is down; its return asks again
    }
  }

  /** Ask whether something was said that no hint told of. */
  async ask(): Promise<void> {
    await this.catchUp(this.#seq ? `?since=${this.#seq}` : "");
  }

  /** Fetch the end of the talk again: after a break, a lost hint, or a gap in the numbers. */
  async catchUp(query = ""): Promise<void> {
    if (!("ends" in this.root.dataset)) return;
    const found = await this.#fetch(query);
    if (!found) return;
    const first = Number(found.querySelector<HTMLElement>("[data-seq]")?.dataset.seq ?? 0);
    const isAtEnd = this.#stuck;
    // More was said than one page holds: what stood here is shown from its end, the rest is earlier.
    if (first > this.#seq + 1)
      for (const old of this.list.querySelectorAll(":scope > :not(.message--unsent)")) old.remove();
    for (const node of [...found.children] as HTMLElement[]) {
      const { seq, day } = node.dataset;
      const known = seq ? this.list.querySelector(`#m-${seq}`) : null;
      if (known) known.replaceWith(node);
      else if (seq ? Number(seq) > this.#seq : day && !this.list.querySelector(`[data-day="${day}"]`))
        this.#place(node);
      else if (node.dataset.earlier && !this.list.querySelector("[data-seq]")) this.list.prepend(node);
    }
    this.regroup();
    if (isAtEnd) this.toEnd();
    this.markRead();
  }

  async refetch(seq: string): Promise<void> {
    const article = (await this.#fetch(`?only=${seq}`))?.querySelector("article");
    if (article) this.list.querySelector(`#m-${CSS.escape(seq)}`)?.replaceWith(article);
    this.regroup();
  }

  async refetchKey(key: string): Promise<void> {
    const message = this.list.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
    if (message?.dataset.seq) await this.refetch(message.dataset.seq);
  }

  async earlier(): Promise<void> {
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
    this.regroup();
    this.list.scrollTop = this.list.scrollHeight - fromEnd;
  }

  get #isAtEnd(): boolean {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_PX;
  }

  /** Say whether its end is before the eyes: on a phone, talk stands below a long page. */
  get #isOnScreen(): boolean {
    const { bottom } = this.list.getBoundingClientRect();
    return (this.list.checkVisibility?.() ?? true) && bottom >= 0 && bottom <= innerHeight + NEAR_PX;
  }

  markRead(): void {
    const seq = this.#seq;
    const isSeen = !document.hidden && this.#isAtEnd && this.#isOnScreen;
    if (!isSeen || seq <= this.#read) return;
    this.#read = seq;
    const body = new URLSearchParams({ csrfmiddlewaretoken: token(), seq: String(seq) });
    const undone = () => {
      this.#read = 0; // not noted: the next look notes it
    };
    fetch(`${this.root.dataset.base}readings/`, { method: "POST", body, keepalive: true }).then((response) => {
      if (!response.ok) return undone();
      read({ topic: this.root.dataset.topic ?? "", room: this.root.dataset.room ?? "", seq });
    }, undone);
  }
}

function top(element: HTMLElement): number {
  return element.getBoundingClientRect().top;
}

/** When a message was said, in milliseconds; 0 where its page does not know. */
function saidAt(message: HTMLElement): number {
  return Date.parse(message.querySelector<HTMLTimeElement>(".message__time time")?.dateTime ?? "") || 0;
}

export function parse(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

export function token(): string {
  return document.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
}
