/**
 * What was said and has not arrived yet. It is kept on this device until the server has it, goes in the order it was
 * said, and under an id of its own: sent twice, it stands once.
 */
export type Unsent = { key: string; text: string; replyTo: string; quote: string };
/** `sent` with the message's HTML, `refused` with a sentence (for good), `later` (the line, the server). */
export type Answer = { state: "sent"; html: string } | { state: "refused"; sentence: string } | { state: "later" };
export type Post = (unsent: Unsent) => Promise<Answer>;

export type Hears = {
  waiting: (unsent: Unsent, isLate: boolean) => void;
  sent: (unsent: Unsent, html: string) => void;
  refused: (unsent: Unsent, sentence: string) => void;
};

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

export class Outbox {
  #queue: Unsent[];
  #busy = false;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly name: string,
    private readonly post: Post,
    private readonly hears: Hears,
  ) {
    this.#queue = JSON.parse(localStorage.getItem(name) ?? "[]") as Unsent[];
    for (const unsent of this.#queue) hears.waiting(unsent, true);
  }

  add(unsent: Unsent): void {
    this.#queue.push(unsent);
    this.#keep();
    this.hears.waiting(unsent, false);
    void this.flush();
  }

  /** Send what waits, the oldest first; stops at what cannot go now and tries again by itself. */
  async flush(): Promise<void> {
    if (this.#busy) return;
    clearTimeout(this.#timer);
    this.#busy = true;
    for (let next = this.#queue[0]; next; next = this.#queue[0]) {
      const answer = await this.post(next);
      if (answer.state === "later") {
        for (const unsent of this.#queue) this.hears.waiting(unsent, true);
        const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#tries++) * (0.5 + Math.random() / 2);
        this.#timer = setTimeout(() => void this.flush(), wait);
        break;
      }
      this.#tries = 0;
      this.#queue.shift();
      this.#keep();
      if (answer.state === "sent") this.hears.sent(next, answer.html);
      else this.hears.refused(next, answer.sentence);
    }
    this.#busy = false;
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #keep(): void {
    if (this.#queue.length) localStorage.setItem(this.name, JSON.stringify(this.#queue));
    else localStorage.removeItem(this.name);
  }
}
