/**
 * Drafts on the server: what is typed in a form of a project's pages is there a moment later, for a fresh visit and for
 * one's other devices, until the form is sent. What is newer in this tab stays there (`drafts.ts`).
 */
import { csrfToken } from "../csrf_token";

export type Values = Record<string, string>;

const WAIT_MS = 1_500;
const PAGES = /^\/(p|projects)\//;
const waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; values: Values | null }>();
const keyOf = (page: string, form: string) => `${page}\n${form}`;
const address = () => document.body.dataset.drafts ?? "";

/** What the server keeps of this page's forms, by form; nothing where nobody is signed in or it does not answer. */
export async function fetchDrafts(): Promise<Record<string, Values>> {
  if (!address() || !PAGES.test(location.pathname)) return {};
  const response = await fetch(`${address()}?page=${encodeURIComponent(location.pathname)}`).catch(() => null);
  if (!response?.ok || response.redirected) return {};
  const texts = (await response.json()) as Record<string, string>;
  return Object.fromEntries(Object.entries(texts).map(([form, text]) => [form, JSON.parse(text) as Values]));
}

/** Save what stands in a form a moment after the last letter; null where nothing does any more. */
export function saveOnServer(page: string, form: string, values: Values | null): void {
  if (!address() || !PAGES.test(page)) return;
  const key = keyOf(page, form);
  clearTimeout(waiting.get(key)?.timer);
  const timer = setTimeout(() => send(key, values), WAIT_MS);
  waiting.set(key, { timer, values });
}

/** The form has arrived: its draft ends at once. */
export function endOnServer(page: string, form: string): void {
  saveOnServer(page, form, null);
  flush();
}

function send(key: string, values: Values | null): void {
  clearTimeout(waiting.get(key)?.timer);
  waiting.delete(key);
  const [page = "", form = ""] = key.split("\n");
  const text = values ? JSON.stringify(values) : "";
  const body = new URLSearchParams({ csrfmiddlewaretoken: csrfToken(), page, form, text });
  // What it refuses, or does not hear, stays in this tab.
  void fetch(address(), { method: "POST", body, keepalive: true }).catch(() => null);
}

/** Send what waits now: the page may be gone in a moment. */
function flush(): void {
  for (const [key, { values }] of [...waiting]) send(key, values);
}

/** What waits is no longer to be saved: the form is on its way. */
export function forgetWaiting(page: string, form: string): void {
  clearTimeout(waiting.get(keyOf(page, form))?.timer);
  waiting.delete(keyOf(page, form));
}

export function flushWhenHidden(signal: AbortSignal): void {
  const listener = () => document.visibilityState === "hidden" && flush();
  document.addEventListener("visibilitychange", listener, { signal });
}
