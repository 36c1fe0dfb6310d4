/** What the chat sends to the server besides messages. */
import { showRefusal } from "../behaviours/toasts";
import { csrfToken } from "../csrf_token";
import { pageString } from "../strings";

/** Post a form's fields as a script does; null where it was refused, of which the person is told, or is offline. */
export async function post(address: string, fields: Record<string, string> = {}): Promise<Response | null> {
  const body = new URLSearchParams({ csrfmiddlewaretoken: csrfToken(), ...fields });
  const options = { method: "POST", body, headers: { "HX-Request": "true" } };
  return showRefused(await fetch(address, options).catch(() => null));
}

/** Return an answer that was none of refusal; of others the person is told. */
export function showRefused(response: Response | null): Response | null {
  if (response?.ok && !response.redirected) return response;
  showRefusal(response ? refusalOf(response) : pageString("lost"));
  return null;
}

/** The sentence with which the server refused. */
export function refusalOf(response: Response): string {
  if (response.redirected) return pageString("signedOut");
  const trigger = response.headers.get("HX-Trigger");
  if (trigger) return (JSON.parse(trigger) as Record<string, string>)["ronde:refused"] ?? "";
  return pageString(response.status === 404 ? "gone" : "forbidden");
}

export function parseFragment(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** The address of the page about a message. */
export function pageOf(message: HTMLElement): string {
  return message.querySelector(".message__time")?.getAttribute("href") ?? "";
}

/** Fetch messages of a conversation; null where none came. */
export async function fetchLines(base: string, query: string): Promise<DocumentFragment | null> {
  try {
    const response = await fetch(`${base}messages/${query}`, { headers: { "HX-Request": "true" } });
    return response.status === 200 && !response.redirected ? parseFragment(await response.text()) : null;
  } catch {
    return null; // offline; it is fetched again when the connection is back
  }
}
