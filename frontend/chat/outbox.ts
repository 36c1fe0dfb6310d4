/**
 * Messages that the server does not have yet. They are kept on this device, go in the order in which they were written,
 * and each under an id of its own: a message that is sent twice is stored once. Each is stored by itself, so that tabs
 * do not write over each other's.
 */
export type UnsentMessage = {
  key: string;
  text: string;
  replyTo: string;
  quote: string;
  /** When it was written, ms since 1970. */
  at: number;
  files?: string[];
  names?: string[];
};
/** `sent` with the message's HTML, `refused` for good with a sentence, `later` when the server cannot be reached. */
export type SendResult = { state: "sent"; html: string } | { state: "refused"; sentence: string } | { state: "later" };
export type SendMessage = (unsent: UnsentMessage) => Promise<SendResult>;

export type OutboxListener = {
  waiting: (unsent: UnsentMessage, isLate: boolean) => void;
  sent: (unsent: UnsentMessage, html: string) => void;
  refused: (unsent: UnsentMessage, sentence: string) => void;
};

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

export class MessageOutbox {
  readonly #queue: UnsentMessage[];
  #isSending = false;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly storageKey: string,
    private readonly send: SendMessage,
    private readonly listener: OutboxListener,
  ) {
    this.#queue = storedUnder(`${storageKey}:`).sort((one, other) => one.at - other.at);
    for (const unsent of this.#queue) listener.waiting(unsent, true);
  }

  add(message: Omit<UnsentMessage, "at">): void {
    const unsent = { ...message, at: Date.now() };
    this.#queue.push(unsent);
    localStorage.setItem(this.#keyOf(unsent), JSON.stringify(unsent));
    this.listener.waiting(unsent, false);
    void this.flush();
  }

  /** Send what waits, the oldest first; stop at what cannot go now and try again later. */
  async flush(): Promise<void> {
    if (this.#isSending) return;
    clearTimeout(this.#timer);
    this.#isSending = true;
    for (let next = this.#queue[0]; next; next = this.#queue[0]) {
      const result = await this.send(next);
      if (result.state === "later") {
        for (const unsent of this.#queue) this.listener.waiting(unsent, true);
        const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#tries++) * (0.5 + Math.random() / 2);
        this.#timer = setTimeout(() => void this.flush(), wait);
        break;
      }
      this.#tries = 0;
      this.#queue.shift();
      localStorage.removeItem(this.#keyOf(next));
      if (result.state === "sent") this.listener.sent(next, result.html);
      else this.listener.refused(next, result.sentence);
    }
    this.#isSending = false;
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #keyOf({ key }: UnsentMessage): string {
    return `${this.storageKey}:${key}`;
  }
}

function storedUnder(prefix: string): UnsentMessage[] {
  const keys = Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  return keys.map((name) => JSON.parse(localStorage.getItem(name) ?? "{}") as UnsentMessage);
}
