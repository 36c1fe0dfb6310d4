/** A link that is tried again and again: it gives up on a silent server, and waits longer each time. */
import { waitBefore } from "../reconnect_wait";
import { Timers } from "./timers";
import { BROKEN, type Dial, type Link } from "./transport";

/**
 * Milliseconds. A proxy may hold the first try until it has noticed that the node behind it has ended, so that one is
 * given up soon; a slow network has longer at each further try.
 */
export const PATIENCE = { opening: 1_500, longestOpening: 5_000, greeting: 10_000 } as const;

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
      opened: () => isCurrent && this.giveUpAfter(PATIENCE.greeting),
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
    this.giveUpAfter(Math.min(PATIENCE.longestOpening, PATIENCE.opening * 2 ** this.attempts));
  }

  send(frame: Uint8Array): void {
    this.link?.send(frame);
  }

  greeted(): void {
    this.timers.stop("greeting");
  }

  /** The link works from end to end: the next break starts counting anew. */
  forgetAttempts(): void {
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

  openLater(then: () => void): void {
    this.timers.restart("retry", waitBefore(this.attempts, this.options.random?.()), then);
    this.attempts += 1;
  }

  private giveUpAfter(ms: number): void {
    this.timers.restart("greeting", ms, () => this.lost(BROKEN));
  }
}
