/**
 * Each page has one socket on which the server says what has changed. Where none can be opened, the page asks by plain
 * HTTP, more often, and goes on trying.
 */
import { waitBefore } from "../reconnect_wait";
import type { PresentPerson } from "./presence";

/** `seq` numbers notifications, `what` holds keys such as `proposal:12`, `here` who has the same page open. */
export type ChangeNotification = { seq?: number; what?: string[]; here?: PresentPerson[] };
type Timer = ReturnType<typeof setTimeout>;

const ASK_EVERY_MS = 30_000;
const ANSWER_WITHIN_MS = 10_000;
const ASK_BY_HTTP_MS = 5_000;
const BLOCKED_AFTER = 2; // failed tries in a row
const ACCESS_ENDED = 4403;

export type ChangeListener = {
  changed: (notification: ChangeNotification) => void;
  connection: (online: boolean) => void;
  ended: () => void;
};

/** Ask by HTTP what was missed since a number: null without an answer, "ended" when one may no longer ask. */
export type AskSince = (since: number) => Promise<ChangeNotification | "ended" | null>;

export class ChangeSocket {
  #socket: WebSocket | null = null;
  #seq: number;
  #tries = 0;
  #retryTimer: Timer | undefined;
  #askTimer: Timer | undefined;
  #answerTimer: Timer | undefined;
  #pollTimer: Timer | undefined;
  #isOnlineByHttp = false; // while no socket can be opened
  #closed = false;

  constructor(
    private readonly url: string,
    private readonly listener: ChangeListener,
    seq = 0,
    private readonly askByHttp: AskSince = async () => null,
  ) {
    this.#seq = seq;
  }

  open(): void {
    clearTimeout(this.#retryTimer);
    if (this.#closed || this.#socket) return;
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      this.#tries = 0;
      this.#isOnlineByHttp = false;
      clearTimeout(this.#pollTimer);
      this.listener.connection(true);
      this.#ask();
    });
    socket.addEventListener("message", (event) => this.#receive(String(event.data)));
    socket.addEventListener("close", (event) => this.#lost(socket, event.code));
  }

  /** Tell others at this page that something is being written here; nothing where there is no socket. */
  sayTyping(): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ typing: true }));
  }

  close(): void {
    this.#closed = true;
    for (const timer of [this.#retryTimer, this.#askTimer, this.#answerTimer, this.#pollTimer]) clearTimeout(timer);
    this.#socket?.close();
    this.#socket = null;
  }

  /** Ask whether anything was missed; a socket that does not answer is dead and is replaced. */
  #ask(): void {
    clearTimeout(this.#askTimer);
    clearTimeout(this.#answerTimer);
    const socket = this.#socket;
    if (!socket || socket.readyState !== WebSocket.OPEN) return;
    socket.send(JSON.stringify({ since: this.#seq }));
    this.#answerTimer = setTimeout(() => this.#lost(socket, 0), ANSWER_WITHIN_MS);
    this.#askTimer = setTimeout(() => this.#ask(), ASK_EVERY_MS);
  }

  #receive(message: string): void {
    clearTimeout(this.#answerTimer);
    this.#handle(JSON.parse(message) as ChangeNotification);
  }

  #handle(notification: ChangeNotification): void {
    if (notification.seq !== undefined) this.#seq = Math.max(this.#seq, notification.seq);
    this.listener.changed(notification);
  }

  #lost(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return;
    this.#socket = null;
    clearTimeout(this.#askTimer);
    clearTimeout(this.#answerTimer);
    socket.close();
    if (this.#closed) return;
    if (code === ACCESS_ENDED) {
      this.#end();
      return;
    }
    if (!this.#isOnlineByHttp) this.listener.connection(false);
    this.#retryTimer = setTimeout(() => this.open(), waitBefore(this.#tries++));
    if (this.#tries === BLOCKED_AFTER) void this.#poll();
  }

  async #poll(): Promise<void> {
    clearTimeout(this.#pollTimer);
    const answer = await this.askByHttp(this.#seq);
    if (this.#closed || this.#tries < BLOCKED_AFTER) return; // a socket was opened meanwhile
    if (answer === "ended") {
      this.#end();
      return;
    }
    if (this.#isOnlineByHttp !== (answer !== null)) {
      this.#isOnlineByHttp = answer !== null;
      this.listener.connection(this.#isOnlineByHttp);
    }
    if (answer) this.#handle(answer);
    this.#pollTimer = setTimeout(() => this.#poll(), document.hidden ? ASK_EVERY_MS : ASK_BY_HTTP_MS);
  }

  #end(): void {
    this.close();
    this.listener.ended();
  }
}
