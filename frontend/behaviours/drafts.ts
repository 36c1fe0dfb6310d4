/**
 * Drafts: what is typed stays in this tab until the server has it, over a lost connection, an expired sign-in, a reload.
 * Every form that writes has one, except those with `data-no-draft` or a password.
 */
import type { HtmxRequestCtx } from "htmx.org";
import { requestError } from "../request_errors";
import { pageString } from "../strings";
import { showDone } from "./toasts";

type Draft = { values: Record<string, string>; sent?: boolean };

const PREFIX = "draft:";
const FORMS = "form[method=post]:not([data-no-draft]), form[hx-post]:not([data-no-draft])";
const FIELDS = "textarea[name], input[name]:is([type=text], [type=number], [type=url], [type=date], :not([type]))";
type Field = HTMLInputElement | HTMLTextAreaElement;

function keyOf(form: HTMLFormElement): string {
  const address = form.getAttribute("hx-post") ?? form.getAttribute("action") ?? "";
  return `${PREFIX}${location.pathname}:${form.id || address}`;
}

function fieldsOf(form: HTMLFormElement): Field[] {
  return form.querySelector("[type=password]") ? [] : [...form.querySelectorAll<Field>(FIELDS)];
}

function saveDraft(form: HTMLFormElement, sent = false): void {
  const changed = fieldsOf(form).filter((field) => field.value !== field.defaultValue);
  if (!changed.length) {
    sessionStorage.removeItem(keyOf(form));
    return;
  }
  const values = Object.fromEntries(changed.map((field) => [field.name, field.value]));
  sessionStorage.setItem(keyOf(form), JSON.stringify({ values, sent } satisfies Draft));
}

/** Fill the forms in `root` from their drafts; returns whether there were any. */
export function restoreDrafts(root: ParentNode = document): boolean {
  let any = false;
  for (const form of root.querySelectorAll<HTMLFormElement>(FORMS)) {
    const saved = sessionStorage.getItem(keyOf(form));
    if (!saved) continue;
    const { values } = JSON.parse(saved) as Draft;
    for (const field of fieldsOf(form)) {
      const value = values[field.name];
      if (value === undefined || field.value !== field.defaultValue || field.value === value) continue;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      any = true;
    }
  }
  return any;
}

/** Forget what was typed in a form: the server has it. */
export const forgetDraft = (form: HTMLFormElement): void => sessionStorage.removeItem(keyOf(form));

/** A form that was sent and led to a page that is neither sign-in nor an error has arrived: delete its draft. */
export function deleteArrivedDrafts(): void {
  const arrived = location.pathname !== pageString("signIn") && !document.querySelector(".wrong__code");
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX))) {
    const draft = JSON.parse(sessionStorage.getItem(key) ?? "{}") as Draft;
    if (!draft.sent) continue;
    if (arrived) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify({ ...draft, sent: false }));
  }
}

const formOf = (event: Event) => (event.target as Element).closest<HTMLFormElement>(FORMS);

export function drafts(signal: AbortSignal): void {
  deleteArrivedDrafts();
  if (restoreDrafts()) showDone(pageString("restored"));
  document.addEventListener(
    "input",
    (event) => {
      const form = formOf(event);
      if (form) saveDraft(form);
    },
    { signal },
  );
  document.addEventListener(
    "submit",
    (event) => {
      const form = formOf(event);
      if (form) saveDraft(form, !form.hasAttribute("hx-post"));
    },
    { signal },
  );
  document.addEventListener(
    "htmx:after:request",
    (event) => {
      const { ctx } = (event as CustomEvent<{ ctx: HtmxRequestCtx }>).detail;
      const sent = ctx.request.form as HTMLFormElement | null;
      if (!sent || ctx.request.method !== "POST" || requestError(ctx) !== null) return;
      sessionStorage.removeItem(keyOf(sent));
    },
    { signal },
  );
}
