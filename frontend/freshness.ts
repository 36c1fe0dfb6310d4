/** Keeps the page fresh: gathers what the news named, and lets each part fetch itself again, once. */
import htmx from "htmx.org";
import { refuse } from "./behaviours/toast";
import { concerned, type Hint, News } from "./news";
import { word } from "./words";

const GATHER_MS = 120;
const SPREAD_MS = 250; // many people look at the same page: they need not all ask in the same instant
const QUIET_MS = 4000; // a short break in the line is nobody's concern

export type Fetch = (part: HTMLElement) => Promise<void>;

const refetch: Fetch = (part) =>
  htmx.ajax("GET", part.dataset.newsUrl ?? location.pathname + location.search, {
    source: part,
    target: part,
    swap: "outerMorph",
    ...(part.id ? { select: `#${CSS.escape(part.id)}` } : {}),
  });

/** Gathers hints and refetches the parts they concern; while nobody looks at the page it waits. */
export class Freshness {
  readonly #what = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly fetch: Fetch = refetch) {}

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

/** Open the page's line, if it has one, and tell the page how it stands. */
export function listen(signal: AbortSignal): void {
  const address = document.body.dataset.newsSocket;
  if (!address) return;
  const freshness = new Freshness();
  const bar = document.getElementById("offline");
  let quiet: ReturnType<typeof setTimeout> | undefined;
  const news = new News(
    new URL(address, location.href.replace(/^http/, "ws")).href,
    {
      hint: (hint) => {
        freshness.hear(hint);
        document.dispatchEvent(new CustomEvent("ronde:news", { detail: hint }));
      },
      state: (online) => {
        clearTimeout(quiet);
        if (online) bar?.setAttribute("hidden", "");
        else quiet = setTimeout(() => bar?.removeAttribute("hidden"), QUIET_MS);
        document.dispatchEvent(new CustomEvent("ronde:line", { detail: { online } }));
      },
      ended: () => refuse(word("accessEnded")),
    },
    Number(document.body.dataset.newsSeq ?? 0),
  );
  news.open();
  window.addEventListener("online", () => news.open(), { signal });
  document.addEventListener("visibilitychange", () => freshness.refresh(), { signal });
  signal.addEventListener("abort", () => news.close());
}
