/** htmx as we use it: parts are morphed, islands are left alone, and an error is a sentence that loses nothing. */
import htmx, { type HtmxRequestCtx } from "htmx.org";
import { refuse } from "./behaviours/toast";
import { word } from "./words";

const UNPROCESSABLE = 422; // a form sent back with its errors: this one is shown in place

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
export function speakOfErrors(signal: AbortSignal): void {
  document.addEventListener(
    "htmx:after:request",
    (event) => {
      const { ctx } = (event as CustomEvent<{ ctx: HtmxRequestCtx }>).detail;
      const sentence = complaint(ctx);
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
  document.addEventListener("htmx:error", () => refuse(word("lost")), { signal });
}

/** Null: nothing is wrong. Empty: wrong, but said elsewhere. */
export function complaint(ctx: HtmxRequestCtx): string | null {
  const response = ctx.response;
  if (!response) return null;
  if (response.raw.redirected && new URL(response.raw.url).pathname === word("signIn")) return word("signedOut");
  if (response.status < 400 || response.status === UNPROCESSABLE) return null;
  if (response.headers.get("HX-Trigger")?.includes("ronde:refused")) return "";
  if (response.status === 403) return word("forbidden");
  if (response.status === 404 || response.status === 410) return word("gone");
  return response.status >= 500 ? word("broken") : word("lost");
}
