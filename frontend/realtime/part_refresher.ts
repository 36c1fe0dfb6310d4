/** Keeps parts of the page current: `data-refresh-on="proposal:12 record"` (with an id) names the changes that concern one. */
import type { ChangeNotification } from "./change_socket";

const GATHER_MS = 120;
const SPREAD_MS = 250; // many people look at the same page: they need not all fetch in the same instant

/** How long what did not come waits: longer at each time. The connection's return does not wait for it. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;

/** Fetch a part and put it in its place; false when no answer came. */
export type FetchPart = (part: HTMLElement) => Promise<boolean>;

/**
 * Gathers notifications and refetches the parts they concern, each once; waits while the page is hidden. The server says
 * only once what has changed: what could not be fetched is tried again until it comes.
 */
export class PartRefresher {
  readonly #keys = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Of its own: a new change does not wait for what did not come. */
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;

  constructor(private readonly fetchPart: FetchPart) {}

  add({ what }: ChangeNotification): void {
    for (const key of what ?? []) this.#keys.add(key);
    if (this.#keys.size) this.#timer ??= setTimeout(() => this.refresh(), GATHER_MS + Math.random() * SPREAD_MS);
  }

  refresh(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#retryTimer);
    this.#timer = undefined;
    if (document.hidden) return; // the keys stay until the page is shown again
    const keys = [...this.#keys];
    this.#keys.clear();
    const parts = partsConcernedBy(keys);
    // A part inside another that is fetched too comes with it.
    const outer = parts.filter((one) => !parts.some((other) => other !== one && other.contains(one)));
    void this.#fetchAll(outer);
  }

  /** Try at once what did not come. */
  refreshAgain(): void {
    if (this.#tries > 0) this.refresh();
  }

  async #fetchAll(parts: HTMLElement[]): Promise<void> {
    const came = await Promise.all(parts.map((part) => this.fetchPart(part)));
    const missing = parts.filter((part, at) => !came[at] && part.isConnected);
    if (missing.length === 0) {
      this.#tries = 0;
      return;
    }
    for (const part of missing) for (const key of keysOf(part)) this.#keys.add(key);
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#tries++);
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.refresh(), wait * (0.5 + Math.random() / 2));
  }
}

/** The parts of the page that show what has changed; `*` stands for everything. */
export function partsConcernedBy(changed: readonly string[], root: ParentNode = document): HTMLElement[] {
  const keys = new Set(changed);
  return [...root.querySelectorAll<HTMLElement>("[data-refresh-on]")].filter(
    (part) => keys.has("*") || keysOf(part).some((key) => keys.has(key)),
  );
}

const keysOf = (part: HTMLElement): string[] => (part.dataset.refreshOn ?? "").split(/\s+/).filter(Boolean);
