/**
 * News: one socket a page says what changed; parts that show it (`data-news="proposal:12 record"`, with an id)
 * fetch themselves again. `data-news-url` names where from; without it, the page's own address. Where no socket can be
 * opened the page asks by plain HTTP, more often, while it goes on trying.
 */
import type { Person } from "./company";

export type Hint = { seq?: number; what?: string[]; here?: Person[] };
type Timer = ReturnType<typeof setTimeout>;

const ASK_EVERY_MS = 30_000;
const ANSWER_WITHIN_MS = 10_000;
const ASK_BY_HTTP_MS = 5_000;
const BLOCKED_AFTER = 2; // tries in a row that came to nothing
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const ACCESS_ENDED = 4403;

export type Listener = {
  hint: (hint: Hint) => void;
  state: (online: boolean) => void;
  ended: () => void;
};

/** Ask by HTTP what was missed since a number: null when nobody answers, "ended" when one may no longer ask. */
export type Ask = (since: number) => Promise<Hint | "ended" | null>;

/** How long to wait before the nth try: doubling, with full jitter so that a restart is not met by everybody at once. */
export function backoff(tries: number, random = Math.random()): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries) * (0.5 + random / 2);
}

export class News {
  #socket: WebSocket | null = null;
  #seq: number;
  #tries = 0;
  #again: Timer | undefined;
  #asking: Timer | undefined;
  #answer: Timer | undefined;
  #polling: Timer | undefined;
  #isAnswered = false; // by HTTP, while no socket is to be had
  #closed = false;

  constructor(
    private readonly url: string,
    private readonly listener: Listener,
    seq = 0,
    private readonly asks: Ask = async () => null,
  ) {
    this.#seq = seq;
  }

  open(): void {
    clearTimeout(this.#again);
    if (this.#closed || this.#socket) return;
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      this.#tries = 0;
      this.#isAnswered = false;
      clearTimeout(this.#polling);
      this.listener.state(true);
      this.#ask();
    });
    socket.addEventListener("message", (event) => this.#hear(String(event.data)));
    socket.addEventListener("close", (event) => this.#lost(socket, event.code));
  }

  close(): void {
    this.#closed = true;
    for (const timer of [this.#again, this.#asking, this.#answer, this.#polling]) clearTimeout(timer);
    this.#socket?.close();
    this.#socket = null;
  }

  /** Ask whether anything was missed; a line that does not answer is dead and is opened anew. */
  #ask(): void {
    clearTimeout(this.#asking);
    clearTimeout(this.#answer);
    const socket = this.#socket;
    if (!socket || socket.readyState !== WebSocket.OPEN) return;
    socket.send(JSON.stringify({ since: this.#seq }));
    this.#answer = setTimeout(() => this.#lost(socket, 0), ANSWER_WITHIN_MS);
    this.#asking = setTimeout(() => this.#ask(), ASK_EVERY_MS);
  }

  #hear(line: string): void {
    clearTimeout(this.#answer);
    this.#take(JSON.parse(line) as Hint);
  }

  #take(hint: Hint): void {
    if (hint.seq !== undefined) this.#seq = Math.max(this.#seq, hint.seq);
    this.listener.hint(hint);
  }

  #lost(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return;
    this.#socket = null;
    clearTimeout(this.#asking);
    clearTimeout(this.#answer);
    socket.close();
    if (this.#closed) return;
    if (code === ACCESS_ENDED) {
      this.#end();
      return;
    }
    if (!this.#isAnswered) this.listener.state(false);
    this.#again = setTimeout(() => this.open(), backoff(this.#tries++));
    if (this.#tries === BLOCKED_AFTER) void this.#askByHttp();
  }

  async #askByHttp(): Promise<void> {
    clearTimeout(this.#polling);
    const said = await this.asks(this.#seq);
    if (this.#closed || this.#tries < BLOCKED_AFTER) return; // a socket was opened meanwhile
    if (said === "ended") {
      this.#end();
      return;
    }
    if (this.#isAnswered !== (said !== null)) {
      this.#isAnswered = said !== null;
      this.listener.state(this.#isAnswered);
    }
    if (said) this.#take(said);
    this.#polling = setTimeout(() => this.#askByHttp(), document.hidden ? ASK_EVERY_MS : ASK_BY_HTTP_MS);
  }

  #end(): void {
    this.close();
    this.listener.ended();
  }
}

/** The parts of the page that show what the hint names; `*` names everything. */
export function concerned(what: readonly string[], root: ParentNode = document): HTMLElement[] {
  const keys = new Set(what);
  return [...root.querySelectorAll<HTMLElement>("[data-news]")].filter(
    (part) => keys.has("*") || (part.dataset.news ?? "").split(/\s+/).some((key) => keys.has(key)),
  );
}
