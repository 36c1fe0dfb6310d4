/** The names and pages of whom and what a document mentions: documents store ids, and names change. */

export interface Named {
  name: string;
  address: string;
}

export type MentionKind = "person" | "circle" | "thing";

/** How long (ms) names are gathered before they are asked for together. */
const TOGETHER = 30;
const MOST = 100;

export class MentionNames {
  private readonly known = new Map<string, Named>();
  private readonly waiting = new Map<string, Set<() => void>>();
  private timer: ReturnType<typeof setTimeout> | undefined;

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
    try {
      const response = await fetch(`${this.address}?${query}`);
      if (!response.ok) return;
      const names = (await response.json()) as Record<string, Named>;
      for (const [key, listeners] of asked) {
        const named = names[key];
        if (named) this.known.set(key, named);
        if (named) for (const listener of listeners) listener();
      }
    } catch {
      // Offline: the names come with the next page.
    }
  }
}
