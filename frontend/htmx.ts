/** htmx as we use it: parts are morphed, islands are left alone, and an error is a sentence that loses nothing. */
import htmx, { type HtmxRequestCtx } from "htmx.org";
import { refuse } from "./behaviours/toast";
import { requestError } from "./request_errors";
import { pageString } from "./strings";

export function configure(): void {
  Object.assign(htmx.config, {
    defaultSwap: "outerMorph",
    includeIndicatorCSS: false,
    // What an island draws is its own; a morph would undo it.
    morphSkip: "[data-island], [hx-morph-skip]",
    // Whether a person has opened something is theirs to say, not the server's.
    morphIgnore: ["data-htmx-powered", "open", "aria-busy"],
    history: "reload",
  });
}

/** Catch what went wrong before it is swapped into the page, and say it. */
export function showRequestErrors(signal: AbortSignal): void {
  document.addEventListener(
    "htmx:after:request",
    (event) => {
      const { ctx } = (event as CustomEvent<{ ctx: HtmxRequestCtx }>).detail;
      const sentence = requestError(ctx);
      if (sentence === null) return;
      event.preventDefault();
      if (sentence) refuse(sentence);
    },
    { signal },
  );
  document.addEventListener(
    "ronde:refused",
    (event) => refuse(String((event as CustomEvent<{ value: string }>).detail.value)),
    { signal },
  );
  document.addEventListener("htmx:error", () => refuse(pageString("lost")), { signal });
}

/** Let a part fetch itself again, by its own address or the page's, and morph into what comes. */
export const refetch = (part: HTMLElement): Promise<void> =>
  htmx.ajax("GET", part.dataset.newsUrl ?? location.pathname + location.search, {
    source: part,
    target: part,
    swap: "outerMorph",
    ...(part.id ? { select: `#${CSS.escape(part.id)}` } : {}),
  });

/** Put the part of another page in the place of this one. */
export const replace = (part: HTMLElement, address: string, select: string): Promise<void> =>
  htmx.ajax("GET", address, { source: part, target: part, swap: "outerMorph", select });

/** Fill a place with a part of the page at an address. */
export const fetchInto = (place: HTMLElement, address: string, select: string): Promise<void> =>
  htmx.ajax("GET", address, { source: place, target: place, swap: "innerHTML", select });
