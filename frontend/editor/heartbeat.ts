/** Notices a link that is open but dead: a ping every 8 s must be answered within 6 s. */
import { Timers } from "./timers";

export const BEAT = { every: 8_000, within: 6_000 } as const;

export class Heartbeat {
  private readonly timers = new Timers<"ping" | "pong">();
  private count = 0;

  constructor(
    private readonly send: (n: number) => void,
    private readonly onDead: () => void,
  ) {}

  start(): void {
    this.timers.restart("ping", BEAT.every, () => {
      this.count += 1;
      this.send(this.count);
      this.timers.restart("pong", BEAT.within, this.onDead);
      this.start();
    });
  }

  receivePong(n: number): void {
    if (n === this.count) this.timers.stop("pong");
  }

  stop(): void {
    this.timers.stopAll();
  }
}
