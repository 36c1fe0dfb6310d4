/**
 * Letters typed while a new document is on its way: after Enter in its title, and until its text can be written in. They
 * are kept for this tab, and the editor begins with them.
 *
 * `<form data-typed-ahead>` makes the document; its page begins where `data-begun-at` says so.
 */
const KEY = "typed-ahead";
let collecting = new AbortController();

/** Keep what is typed from now on, outside fields where these are other things than the title; returns what ends it. */
function collect(skipsFields: boolean): () => void {
  collecting.abort();
  const ending = new AbortController();
  collecting = ending;
  const { signal } = ending;
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.key === "Escape") ending.abort(); // loading was given up
      if (event.key === "Escape" || (skipsFields && event.target !== document.body)) return;
      const before = sessionStorage.getItem(KEY) ?? "";
      const after = withKey(before, event.key);
      if (after === null) return;
      sessionStorage.setItem(KEY, after);
      event.preventDefault();
      event.stopPropagation(); // it is no shortcut
    },
    { capture: true, signal },
  );
  return () => ending.abort();
}

/** What was typed, with one key more; null where the key writes nothing. */
function withKey(typed: string, key: string): string | null {
  if (key === "Backspace") return typed.slice(0, -1);
  if (key === "Enter") return `${typed}\n`;
  return [...key].length === 1 ? typed + key : null;
}

export function typedAhead(signal: AbortSignal): void {
  if (!document.querySelector("[data-begun-at]")) sessionStorage.removeItem(KEY);
  else if (isTypedAhead()) collect(true); // the editor comes later: a blank would scroll the page meanwhile
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target instanceof Element ? event.target.closest("[data-typed-ahead]") : null;
      if (!form || event.defaultPrevented) return;
      sessionStorage.setItem(KEY, "");
      const end = collect(false);
      window.addEventListener("pageshow", end, { signal, once: true }); // by Back to this form
    },
    { signal },
  );
}

/** Whether the page is that of a document that was just begun in this tab, and whose text is still to come. */
export function isTypedAhead(): boolean {
  return sessionStorage.getItem(KEY) !== null;
}

/** On the page of the new document: goes on collecting; what it returns ends that, and says what was typed. */
export function takeTypedAhead(): () => string {
  const end = collect(true);
  return () => {
    end();
    const typed = sessionStorage.getItem(KEY) ?? "";
    sessionStorage.removeItem(KEY);
    return typed;
  };
}
