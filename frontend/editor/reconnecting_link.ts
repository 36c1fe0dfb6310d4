/** One try after another to reach the server: dials, gives up on a silent line, waits longer each time. */
import { Timers } from "./timers";
import { BROKEN, type Dial, type Link } from "./transport";

/** Milliseconds. */
export const PATIENCE = { greeting: 10_000, firstRetry: 250, longestRetry: 2_000 } as const;

export class Line {
  private readonly timers = new Timers<"greeting" | "retry">();
  private link: Link | null = null;
  private attempts = 0;

  constructor(
    private readonly how: { dial: (attempt: number) => Dial; random?: () => number },
    private readonly received: (frame: Uint8Array) => void,
    private readonly lost: (code: number) => void,
  ) {}

  get isUp(): boolean {
    return this.link !== null;
  }

  open(): void {
    this.timers.stopAll();
    let mine = true;
    const link = this.how.dial(this.attempts)({
      opened: () => mine && this.awaitGreeting(),
      received: (frame) => mine && this.received(frame),
      closed: (code) => mine && this.lost(code),
    });
    this.link = {
      send: (frame) => link.send(frame),
      close: () => {
        mine = false;
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

  /** The line works from end to end: the next break starts counting afresh. */
  settled(): void {
    this.attempts = 0;
  }

  /** Says whether there was a line to close. Nothing is heard from it any more. */
  close(): boolean {
    this.timers.stopAll();
    const { link } = this;
    this.link = null;
    link?.close();
    return link !== null;
  }

  /** Jittered, so that a restarted server is not met by everybody in the same moment. */
  openLater(then: () => void): void {
    const longest = Math.min(PATIENCE.longestRetry, PATIENCE.firstRetry * 2 ** this.attempts);
    this.attempts += 1;
    this.timers.restart("retry", longest * (0.5 + (this.how.random ?? Math.random)() / 2), then);
  }

  private awaitGreeting(): void {
    this.timers.restart("greeting", PATIENCE.greeting, () => this.lost(BROKEN));
  }
}
