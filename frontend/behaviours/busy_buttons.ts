/** A button shows that its request is running, and a form is not sent twice. */
import type { HtmxRequestCtx } from "htmx.org";

type RequestEvent = CustomEvent<{ ctx: HtmxRequestCtx }>;

function buttonOf(ctx: HtmxRequestCtx): Element | null {
  const submitter = ctx.request.submitter as Element | undefined;
  if (submitter) return submitter;
  const source = ctx.sourceElement;
  if (source.matches("button, a")) return source;
  // A part of the page that is fetched again holds buttons that nobody pressed.
  return source.matches("form") ? source.querySelector("button[type=submit], button:not([type])") : null;
}

export function busyButtons(signal: AbortSignal): void {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target as HTMLFormElement;
      if (form.method === "dialog" || form.matches("[hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete]")) return;
      if (form.dataset.sent !== undefined) return event.preventDefault();
      form.dataset.sent = "";
      event.submitter?.setAttribute("aria-busy", "true");
    },
    { signal },
  );
  document.addEventListener(
    "htmx:before:request",
    (event) => buttonOf((event as RequestEvent).detail.ctx)?.setAttribute("aria-busy", "true"),
    { signal },
  );
  document.addEventListener(
    "htmx:finally:request",
    (event) => buttonOf((event as RequestEvent).detail.ctx)?.removeAttribute("aria-busy"),
    { signal },
  );
  // The back button shows the page as it was left, with its buttons busy.
  window.addEventListener("pageshow", clearBusy, { signal });
}

function clearBusy(): void {
  for (const form of document.querySelectorAll<HTMLElement>("form[data-sent]")) delete form.dataset.sent;
  for (const element of document.querySelectorAll("[aria-busy]")) element.removeAttribute("aria-busy");
}
