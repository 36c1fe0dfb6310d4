/**
 * Drafts: what is typed or chosen in a form stays in this tab until the server has it, over a lost connection, an expired
 * sign-in, a reload; and on the server, for another visit (`server_drafts.ts`). Every form that writes has one, except
 * those with `data-no-draft` or a password.
 */
import type { HtmxRequestCtx } from "htmx.org";
import { requestError } from "../request_errors";
import { pageString } from "../strings";
import { endOnServer, fetchDrafts, flushWhenHidden, forgetWaiting, saveOnServer, type Values } from "./server_drafts";
import { showDone } from "./toasts";

type Draft = { values: Values; sent?: boolean };

const PREFIX = "draft:";
const FORMS = "form[method=post]:not([data-no-draft]), form[hx-post]:not([data-no-draft])";
const INPUTS = ":is([type=text], [type=number], [type=url], [type=date], [type=radio], [type=checkbox], :not([type]))";
const FIELDS = `textarea[name], select[name]:not([multiple]), input[name]${INPUTS}`;
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const formKey = (form: HTMLFormElement) =>
  form.id || (form.getAttribute("hx-post") ?? form.getAttribute("action") ?? "") || "form";
const keyOf = (form: HTMLFormElement) => `${PREFIX}${location.pathname}:${formKey(form)}`;

function fieldsOf(form: HTMLFormElement): Field[] {
  return form.querySelector("[type=password]") ? [] : [...form.querySelectorAll<Field>(FIELDS)];
}

const isTick = (field: Field): field is HTMLInputElement => field.type === "radio" || field.type === "checkbox";
const nameOf = (field: Field) => (isTick(field) ? `${field.name}=${field.value}` : field.name);
const heldBy = (field: Field) => (isTick(field) ? (field.checked ? "on" : "") : field.value);

function defaultOf(field: Field): string {
  if (isTick(field)) return field.defaultChecked ? "on" : "";
  if (!(field instanceof HTMLSelectElement)) return field.defaultValue;
  const options = [...field.options];
  return (options.find((option) => option.defaultSelected) ?? options[0])?.value ?? "";
}

function changedIn(form: HTMLFormElement): Values | null {
  const changed = fieldsOf(form).filter((field) => heldBy(field) !== defaultOf(field));
  return changed.length ? Object.fromEntries(changed.map((field) => [nameOf(field), heldBy(field)])) : null;
}

function saveDraft(form: HTMLFormElement, sent = false): void {
  const values = changedIn(form);
  if (values) sessionStorage.setItem(keyOf(form), JSON.stringify({ values, sent } satisfies Draft));
  else sessionStorage.removeItem(keyOf(form));
  if (sent) forgetWaiting(location.pathname, formKey(form));
  else saveOnServer(location.pathname, formKey(form), values);
}

function fill(form: HTMLFormElement, values: Values): boolean {
  let any = false;
  for (const field of fieldsOf(form)) {
    const value = values[nameOf(field)];
    if (value === undefined || heldBy(field) !== defaultOf(field) || heldBy(field) === value) continue;
    if (isTick(field)) field.checked = value === "on";
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    any = true;
  }
  return any;
}

/** Fill the forms in `root` from their drafts; returns whether there were any. */
export function restoreDrafts(root: ParentNode = document): boolean {
  let any = false;
  for (const form of root.querySelectorAll<HTMLFormElement>(FORMS)) {
    const saved = sessionStorage.getItem(keyOf(form));
    if (saved) any = fill(form, (JSON.parse(saved) as Draft).values) || any;
  }
  return any;
}

/** Fill what this tab knows no draft of from what the server keeps; what is being typed already stays. */
async function restoreFromServer(): Promise<void> {
  const forms = [...document.querySelectorAll<HTMLFormElement>(FORMS)].filter((form) => fieldsOf(form).length > 0);
  if (!forms.length) return;
  const drafts = await fetchDrafts();
  let any = false;
  for (const form of forms) {
    const values = drafts[formKey(form)];
    if (values && !changedIn(form)) any = fill(form, values) || any;
  }
  if (any) showDone(pageString("restored"));
}

/** Forget what was typed in a form: the server has it. */
export function forgetDraft(form: HTMLFormElement): void {
  if (!sessionStorage.getItem(keyOf(form))) return;
  sessionStorage.removeItem(keyOf(form));
  endOnServer(location.pathname, formKey(form));
}

/** A form that was sent and led to a page that is neither sign-in nor an error has arrived: delete its draft. */
export function deleteArrivedDrafts(): void {
  const arrived = location.pathname !== pageString("signIn") && !document.querySelector(".wrong__code");
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX))) {
    const draft = JSON.parse(sessionStorage.getItem(key) ?? "{}") as Draft;
    if (!draft.sent) continue;
    if (!arrived) {
      sessionStorage.setItem(key, JSON.stringify({ ...draft, sent: false }));
      continue;
    }
    sessionStorage.removeItem(key);
    const [page = "", ...form] = key.slice(PREFIX.length).split(":");
    endOnServer(page, form.join(":"));
  }
}

const formOf = (event: Event) => (event.target as Element).closest<HTMLFormElement>(FORMS);

export function drafts(signal: AbortSignal): void {
  deleteArrivedDrafts();
  if (restoreDrafts()) showDone(pageString("restored"));
  void restoreFromServer();
  flushWhenHidden(signal);
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
      // What is asked while one types (who decides, whether it would block) sends the form along, and keeps nothing.
      const isSent = ctx.sourceElement === sent || ctx.sourceElement instanceof HTMLButtonElement;
      if (isSent && sent.matches(FORMS)) forgetDraft(sent);
    },
    { signal },
  );
}
