/** A link that is tried again and again: it gives up on a silent server, and waits longer each time. */
import { Timers } from "./timers";
import { BROKEN, type Dial, type Link } from "./transport";

/** Milliseconds. */
export const PATIENCE = { greeting: 10_000, firstRetry: 250, longestRetry: 2_000 } as const;

export class ReconnectingLink {
  private readonly timers = new Timers<"greeting" | "retry">();
  private link: Link | null = null;
  private attempts = 0;

  constructor(
    private readonly options: { dial: (attempt: number) => Dial; random?: () => number },
    private readonly received: (frame: Uint8Array) => void,
    private readonly lost: (code: number) => void,
  ) {}

  get isUp(): boolean {
    return this.link !== null;
  }

  open(): void {
    this.timers.stopAll();
    let isCurrent = true;
    const link = this.options.dial(this.attempts)({
      opened: () => isCurrent && this.awaitGreeting(),
      received: (frame) => isCurrent && this.received(frame),
      closed: (code) => isCurrent && this.lost(code),
    });
    this.link = {
      send: (frame) => link.send(frame),
      close: () => {
        isCurrent = false;
        link.close();
      },
    };
    this.awaitGreeting();
  }

  send(frame: Uint8Array): void {
    this.link?.send(frame);
  }

  greeted(): void {
    this.timers.stop("greeting");
  }

  /** The link works from end to end: the next break starts counting anew. */
  settled(): void {
    this.attempts = 0;
  }

  /** Returns whether there was a link to close. Its hooks are no longer called. */
  close(): boolean {
    this.timers.stopAll();
    const { link } = this;
    this.link = null;
    link?.close();
    return link !== null;
  }

  /** With jitter, so that a restarted server is not met by everybody in the same moment. */
  openLater(then: () => void): void {
    const longest = Math.min(PATIENCE.longestRetry, PATIENCE.firstRetry * 2 ** this.attempts);
    this.attempts += 1;
    this.timers.restart("retry", longest * (0.5 + (this.options.random ?? Math.random)() / 2), then);
  }

  private awaitGreeting(): void {
    this.timers.restart("greeting", PATIENCE.greeting, () => this.lost(BROKEN));
  }
}
