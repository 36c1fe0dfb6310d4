/**
 * The title of a document, written where it stands: a click, or Tab and Enter. Enter keeps it and goes to the text, Escape
 * takes back what was typed, leaving keeps it. `[data-title-in-place]` holds the address of the document in the API.
 */
import { showRefusal } from "../behaviours/toasts";
import { csrfHeaders } from "./csrf_headers";

const TITLE = "[data-title-in-place]";
const LONGEST = 200;

/** `goOn` puts the caret into the text. Returns the unmount. */
export function titleInPlace(goOn: () => void): () => void {
  const leaving = new AbortController();
  const { signal } = leaving;
  let before = "";
  const titleAt = (target: EventTarget | null): HTMLElement | null =>
    target instanceof Element ? target.closest<HTMLElement>(TITLE) : null;
  const on = <Name extends keyof DocumentEventMap>(
    name: Name,
    handle: (title: HTMLElement, event: DocumentEventMap[Name]) => void,
  ): void => {
    const listen = (event: DocumentEventMap[Name]): void => {
      const title = titleAt(event.target);
      if (title) handle(title, event);
    };
    document.addEventListener(name, listen, { signal });
  };

  // The server writes it without: where no script runs, nothing could keep what is typed.
  on("pointerdown", (title) => title.setAttribute("contenteditable", "plaintext-only"));
  on("focusin", (title) => {
    title.setAttribute("contenteditable", "plaintext-only");
    before = wordsOf(title);
    // What others call it meanwhile does not come between the letters.
    title.closest("h1")?.removeAttribute("data-refresh-on");
  });
  on("keydown", (title, event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      title.textContent = before;
      title.blur();
    } else if (event.key === "Enter") {
      event.preventDefault();
      title.blur();
      goOn();
    }
  });
  on("focusout", (title) => {
    const after = wordsOf(title).slice(0, LONGEST);
    title.textContent = after || before;
    const heading = title.closest("h1");
    heading?.setAttribute("data-refresh-on", `document:${title.dataset.titleInPlace?.split("/").pop()}`);
    if (after && after !== before) void keep(title, before, after);
  });

  const heading = document.getElementById("document-title");
  const follow = new MutationObserver(() => {
    if (heading && !heading.contains(document.activeElement)) showElsewhere(wordsOf(heading));
  });
  if (heading) follow.observe(heading, { childList: true, characterData: true, subtree: true });
  signal.addEventListener("abort", () => follow.disconnect());
  return () => leaving.abort();
}

const wordsOf = (element: HTMLElement): string => (element.textContent ?? "").replace(/\s+/g, " ").trim();

/** Where one is, and the window, say the title as well. */
function showElsewhere(title: string): void {
  const here = document.querySelector("[data-title-here]");
  const old = here?.textContent?.trim() ?? "";
  if (!here || old === title) return;
  here.textContent = title;
  if (document.title.startsWith(old)) document.title = title + document.title.slice(old.length);
}

async function keep(title: HTMLElement, before: string, after: string): Promise<void> {
  const refused = await sent(title.dataset.titleInPlace ?? "", after);
  if (refused === null) return;
  if (!title.matches(":focus")) title.textContent = before;
  showRefusal(refused || (title.dataset.notKept ?? ""));
}

/** Sends it; null when it is kept, else why it is not. */
async function sent(address: string, title: string): Promise<string | null> {
  const headers = { ...csrfHeaders(), "Content-Type": "application/json", Accept: "application/json" };
  try {
    const response = await fetch(address, { method: "PATCH", headers, body: JSON.stringify({ title }) });
    if (response.ok) return null;
    const said = (await response.json()) as { detail?: unknown };
    return typeof said.detail === "string" ? said.detail : "";
  } catch {
    return ""; // offline
  }
}
