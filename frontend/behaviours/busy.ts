/** A press shows that it is at work, and is not sent twice. */
import type { HtmxRequestCtx } from "htmx.org";

type Sent = CustomEvent<{ ctx: HtmxRequestCtx }>;

function pressOf(ctx: HtmxRequestCtx): Element | null {
  const submitter = ctx.request.submitter as Element | undefined;
  if (submitter) return submitter;
  const source = ctx.sourceElement;
  return source.matches("button, a") ? source : source.querySelector("button[type=submit], button:not([type])");
}

export function busy(signal: AbortSignal): void {
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
    (event) => pressOf((event as Sent).detail.ctx)?.setAttribute("aria-busy", "true"),
    { signal },
  );
  document.addEventListener(
    "htmx:finally:request",
    (event) => pressOf((event as Sent).detail.ctx)?.removeAttribute("aria-busy"),
    { signal },
  );
  // Coming back by the browser's arrow shows the page as it was left: at work. It is not any more.
  window.addEventListener("pageshow", rest, { signal });
}

function rest(): void {
  for (const form of document.querySelectorAll<HTMLElement>("form[data-sent]")) delete form.dataset.sent;
  for (const press of document.querySelectorAll("[aria-busy]")) press.removeAttribute("aria-busy");
}
