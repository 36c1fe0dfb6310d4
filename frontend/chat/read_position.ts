/** How far one has read a conversation: told to the server at once, then every so often, however much is written. */
import { csrfToken } from "../csrf_token";
import { showUnread } from "./sidebar";

const EVERY_MS = 1_500;

/** The messages that one reads. */
type ReadMessages = {
  /** Look at the page anew, a while after something was told. */
  markRead: () => void;
  /** A person went back to this place on another device. */
  keepUnread: (readTo: number) => void;
};

export class ReadPosition {
  #last = 0;
  #stored = 0; // up to where the server has said so to this page
  #stopped = false; // what was marked unread stays so until the page is opened again
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly messages: ReadMessages,
    signal: AbortSignal,
  ) {
    signal.addEventListener("abort", () => clearTimeout(this.#timer));
  }

  /** Everything up to a message has been seen. */
  mark(seq: number): void {
    if (seq <= this.#last || this.#stopped || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.messages.markRead();
    }, EVERY_MS);
    this.#last = seq;
    const body = new URLSearchParams({ csrfmiddlewaretoken: csrfToken(), seq: String(seq) });
    if (this.#stored) body.set("stored", String(this.#stored));
    const tryAgain = () => {
      this.#last = 0; // not stored: the next look sends it again
    };
    const { base, topic = "", room = "" } = this.root.dataset;
    fetch(`${base}readings/`, { method: "POST", body, keepalive: true }).then(async (response) => {
      if (response.status === 409) return this.messages.keepUnread(((await response.json()) as { seq: number }).seq);
      if (!response.ok) return tryAgain();
      this.#stored = seq;
      showUnread({ topic, room, seq, unread: 0 });
    }, tryAgain);
  }

  stop(): void {
    this.#stopped = true;
  }
}

/** Draw the line behind which messages are new. */
export function showUnreadLine(root: HTMLElement, list: HTMLElement, readTo: number): void {
  list.querySelector(".talk__day--new")?.remove();
  const template = root.querySelector<HTMLTemplateElement>("template[data-menu]");
  const line = document.createElement("p");
  line.className = "talk__day talk__day--new";
  line.textContent = template?.dataset.wordsNew ?? "";
  list.querySelector(`#m-${readTo + 1}`)?.before(line);
}

/** Whether a list's end is in the window: on a phone, the conversation stands below a long page. */
export function isOnScreen(list: HTMLElement, nearPx: number): boolean {
  const { bottom } = list.getBoundingClientRect();
  return (list.checkVisibility?.() ?? true) && bottom >= 0 && bottom <= innerHeight + nearPx;
}
