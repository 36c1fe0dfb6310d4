/** Keeps the page fresh: gathers what the news named, and lets each part fetch itself again, once. */
import { concerned, type Hint } from "./news";

const GATHER_MS = 120;
const SPREAD_MS = 250; // many people look at the same page: they need not all ask in the same instant

export type Fetch = (part: HTMLElement) => Promise<void>;

/** Gathers hints and refetches the parts they concern; while nobody looks at the page it waits. */
export class Freshness {
  readonly #what = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly fetch: Fetch) {}

  hear(hint: Hint): void {
    for (const key of hint.what ?? []) this.#what.add(key);
    if (this.#what.size && !this.#timer) {
      this.#timer = setTimeout(() => this.refresh(), GATHER_MS + Math.random() * SPREAD_MS);
    }
  }

  refresh(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (document.hidden) return; // kept until somebody looks again
    const what = [...this.#what];
    this.#what.clear();
    const parts = concerned(what);
    // A part inside another that is fetched too comes with it.
    for (const part of parts.filter((one) => !parts.some((other) => other !== one && other.contains(one)))) {
      void this.fetch(part);
    }
  }
}
