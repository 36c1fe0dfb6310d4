/** The page's line to the news: opened if the page has an address for it, and told about when it breaks. */
import { refuse } from "./behaviours/toast";
import { lineOf, showCompany } from "./company";
import { Freshness } from "./freshness";
import { refetch } from "./htmx";
import { type Ask, News } from "./news";
import { pageString } from "./strings";

const QUIET_MS = 4000; // a short break in the line is nobody's concern

/** Ask at an address what was missed; who is signed out, or no longer in the project, is sent elsewhere. */
function askAt(address: string | undefined): Ask {
  return async (since) => {
    if (!address) return null;
    try {
      const response = await fetch(`${address}?since=${since}`, { headers: { Accept: "application/json" } });
      if (response.redirected || [401, 403, 404].includes(response.status)) return "ended";
      return response.ok ? await response.json() : null;
    } catch {
      return null; // the line is down, or what answered was not ours
    }
  };
}

/** Open the page's line, if it has one, and tell the page how it stands. */
export function listen(signal: AbortSignal): void {
  const address = document.body.dataset.newsSocket;
  if (!address) return;
  const freshness = new Freshness(refetch);
  const bar = document.getElementById("offline");
  let quiet: ReturnType<typeof setTimeout> | undefined;
  const news = new News(
    lineOf(address),
    {
      hint: (hint) => {
        freshness.hear(hint);
        if (hint.here) showCompany(hint.here);
        document.dispatchEvent(new CustomEvent("ronde:news", { detail: hint }));
      },
      state: (online) => {
        // Every failed try says so again; the wait for the bar runs from the first.
        if (online) {
          clearTimeout(quiet);
          quiet = undefined;
          bar?.setAttribute("hidden", "");
        } else quiet ??= setTimeout(() => bar?.removeAttribute("hidden"), QUIET_MS);
        document.dispatchEvent(new CustomEvent("ronde:line", { detail: { online } }));
      },
      ended: () => refuse(pageString("accessEnded")),
    },
    Number(document.body.dataset.newsSeq ?? 0),
    askAt(document.body.dataset.newsAsk),
  );
  news.open();
  window.addEventListener("online", () => news.open(), { signal });
  document.addEventListener("visibilitychange", () => freshness.refresh(), { signal });
  signal.addEventListener("abort", () => news.close());
}
