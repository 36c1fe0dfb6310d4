/** What to tell the person when a request has failed. */
import type { HtmxRequestCtx } from "htmx.org";
import { pageString } from "./strings";

const UNPROCESSABLE = 422; // a form sent back with its errors: this one is shown in place

/**
 * The sentence to show; null when nothing is wrong, empty when the server's own refusal is shown instead, or when the
 * page is sending a form and goes where that leads, whatever else arrives.
 */
export function requestError(ctx: HtmxRequestCtx): string | null {
  const response = ctx.response;
  if (!response) return null;
  if (document.querySelector("form[data-sent]")) return "";
  if (response.raw.redirected && new URL(response.raw.url).pathname === pageString("signIn")) {
    return pageString("signedOut");
  }
  if (response.status < 400 || response.status === UNPROCESSABLE) return null;
  if (response.headers.get("HX-Trigger")?.includes("ronde:refused")) return "";
  if (response.status === 403) return pageString("forbidden");
  if (response.status === 404 || response.status === 410) return pageString("gone");
  return response.status >= 500 ? pageString("broken") : pageString("lost");
}
