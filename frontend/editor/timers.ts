/** The named timers of one owner: restarting a name replaces its timer, and all end together. */
export class Timers<Name extends string> {
  private readonly running = new Map<Name, ReturnType<typeof setTimeout>>();

  /** Calls `then` once after `ms`, and cancels the timer that ran under this name. */
  restart(name: Name, ms: number, then: () => void): void {
    this.stop(name);
    this.running.set(
      name,
      setTimeout(() => {
        this.running.delete(name);
        then();
      }, ms),
    );
  }

  /** As `restart`, but leaves a running timer alone. */
  start(name: Name, ms: number, then: () => void): void {
    if (!this.running.has(name)) this.restart(name, ms, then);
  }

  stop(name: Name): void {
    clearTimeout(this.running.get(name));
    this.running.delete(name);
  }

  stopAll(): void {
    for (const name of [...this.running.keys()]) this.stop(name);
  }
}
