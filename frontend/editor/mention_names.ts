/** The names and pages of whom and what a document mentions: documents store ids, and names change. */

export interface Named {
  name: string;
  address: string;
}

export type MentionKind = "person" | "circle" | "thing";

/** How long (ms) names are gathered before they are asked for together. */
const TOGETHER = 30;
/** How long (ms) until the server is asked again that did not answer, or was not reached; each time twice as long. */
const AGAIN = 1_000;
const AGAIN_AT_MOST = 60_000;
const MOST = 100;

export class MentionNames {
  private readonly known = new Map<string, Named>();
  private readonly waiting = new Map<string, Set<() => void>>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;

  /** `address` is that of the server's names; without one, ids stay unnamed. */
  constructor(private readonly address = "") {}

  learn(kind: string, id: string, named: Named): void {
    this.known.set(`${kind}-${id}`, named);
  }

  /** What is known of a mention; `later` is called once when more is. */
  find(kind: string, id: string, later?: () => void): Named | null {
    const key = `${kind}-${id}`;
    const found = this.known.get(key);
    if (found || !later || !this.address) return found ?? null;
    const listeners = this.waiting.get(key) ?? new Set();
    this.waiting.set(key, listeners.add(later));
    this.timer ??= setTimeout(() => void this.ask(), TOGETHER);
    return null;
  }

  private async ask(): Promise<void> {
    this.timer = undefined;
    const asked = [...this.waiting].slice(0, MOST);
    for (const [key] of asked) this.waiting.delete(key);
    if (this.waiting.size) this.timer = setTimeout(() => void this.ask(), TOGETHER);
    const query = new URLSearchParams(asked.map(([key]) => ["of", key]));
    const response = await fetch(`${this.address}?${query}`).catch(() => null);
    if (!response || response.status >= 500 || response.status === 429) {
      this.askAgain(asked);
      return;
    }
    this.failures = 0;
    if (!response.ok) return;
    const names = (await response.json()) as Record<string, Named>;
    for (const [key, listeners] of asked) {
      const named = names[key];
      if (named) this.known.set(key, named);
      if (named) for (const listener of listeners) listener();
    }
  }

  /** Later: a server was busy for a moment, or the page offline. */
  private askAgain(asked: [string, Set<() => void>][]): void {
    for (const [key, listeners] of asked) {
      this.waiting.set(key, new Set([...listeners, ...(this.waiting.get(key) ?? [])]));
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), Math.min(AGAIN_AT_MOST, AGAIN * 2 ** this.failures++));
  }
}
