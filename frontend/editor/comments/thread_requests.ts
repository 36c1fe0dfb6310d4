/** Fetches threads as the server writes them, and sends what people do in them. */
import { pressReaction } from "../../behaviours/reactions";
import { showRefusal } from "../../behaviours/toasts";
import { pageString } from "../../strings";
import { csrfHeaders } from "../csrf_headers";

function parse(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

const noteIn = (content: ParentNode): HTMLElement | null => content.querySelector<HTMLElement>("article[data-thread]");

/** All threads; null without an answer. */
export async function fetchThreads(address: string): Promise<HTMLElement[] | null> {
  const page = await fetchPage(address);
  return page instanceof DocumentFragment ? [...page.querySelectorAll<HTMLElement>("[data-thread]")] : null;
}

/** One thread with all that can be done in it; "gone" where it may not be read any more, null without an answer. */
export async function fetchThread(address: string): Promise<HTMLElement | "gone" | null> {
  const page = await fetchPage(address);
  return page instanceof DocumentFragment ? noteIn(page) : page;
}

async function fetchPage(address: string): Promise<DocumentFragment | "gone" | null> {
  try {
    const response = await fetch(address, { headers: { "HX-Request": "true" } });
    if (response.status === 404 || response.status === 403) return "gone";
    return response.ok && !response.redirected ? parse(await response.text()) : null;
  } catch {
    return null; // offline: fetched again when the connection is back
  }
}

/**
 * Sends a form; returns the thread as it is then, or null after saying why it was not taken. A reaction shows at once,
 * and not any more where it was not.
 */
export async function send(form: HTMLFormElement, body: FormData): Promise<HTMLElement | null> {
  const takeBack = "reactions" in form.dataset && pressReaction(form, String(body.get("kind")), form);
  const thread = await sentTo(form.action, body);
  if (!thread && takeBack) takeBack();
  return thread;
}

/** Tells, once the page is seen, that a thread is read where it stands: in the inbox, what told of it is done. */
export function noteReading(thread: HTMLElement, isRead: () => boolean): void {
  const address = thread.dataset.reading;
  if (!address || !isRead()) return;
  if (document.visibilityState === "hidden") {
    document.addEventListener("visibilitychange", () => noteReading(thread, isRead), { once: true });
    return;
  }
  delete thread.dataset.reading;
  void fetch(address, { method: "POST", headers: csrfHeaders() }).catch(() => undefined); // offline: read again, it is told again
}

/** Posts to an address without a form; returns the thread as it is then, or null after saying why not. */
export function post(address: string): Promise<HTMLElement | null> {
  const body = new FormData();
  const token = document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]');
  body.set("csrfmiddlewaretoken", token?.value ?? "");
  return sentTo(address, body);
}

async function sentTo(address: string, body: FormData): Promise<HTMLElement | null> {
  let response: Response;
  try {
    response = await fetch(address, { method: "POST", body, headers: { "HX-Request": "true" } });
  } catch {
    showRefusal(pageString("lost"));
    return null;
  }
  if (response.redirected) showRefusal(pageString("signedOut"));
  else if (response.ok) return noteIn(parse(await response.text()));
  else showRefusal(sentenceOf(response));
  return null;
}

function sentenceOf(response: Response): string {
  const trigger = response.headers.get("HX-Trigger");
  const said = trigger ? (JSON.parse(trigger) as Record<string, string>)["ronde:refused"] : undefined;
  if (said) return said;
  if (response.status === 403) return pageString("forbidden");
  if (response.status === 404) return pageString("gone");
  return pageString(response.status >= 500 ? "broken" : "lost");
}

/** Where a thread or a suggestion (s-12) is read, by what the page says of its margin. */
export function addressOf(root: HTMLElement, id: string): string {
  if (id.startsWith("s-")) return (root.dataset.suggestionPage ?? "").replace("/0/", `/${id.slice(2)}/`);
  return (root.dataset.threadPage ?? "").replace("/0/", `/${id}/`);
}
