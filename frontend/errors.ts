/** What to say when an answer is not the one that was asked for. */
import type { HtmxRequestCtx } from "htmx.org";
import { word } from "./words";

const UNPROCESSABLE = 422; // a form sent back with its errors: this one is shown in place

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
