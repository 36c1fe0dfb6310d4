/** What the chat sends to the server besides messages. */
import { showRefusal } from "../behaviours/toasts";
import { pageString } from "../strings";

export function csrfToken(): string {
  return document.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
}

/** Post a form's fields as a script does; null where it was refused, of which the person is told, or is offline. */
export async function post(address: string, fields: Record<string, string> = {}): Promise<Response | null> {
  const body = new URLSearchParams({ csrfmiddlewaretoken: csrfToken(), ...fields });
  try {
    const response = await fetch(address, { method: "POST", body, headers: { "HX-Request": "true" } });
    if (response.ok && !response.redirected) return response;
    showRefusal(refusalOf(response));
  } catch {
    showRefusal(pageString("lost"));
  }
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
