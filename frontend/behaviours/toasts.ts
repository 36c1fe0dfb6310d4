/** Short messages at the foot of the page: something is done (with an undo), or refused with a sentence. */
const VISIBLE_MS = 10_000;

/** Show that something is done; `undo` is the address that takes it back. */
export function showDone(sentence: string, undo?: string): void {
  const toast = makeToast("toast-done", sentence);
  const form = toast?.querySelector("form");
  if (undo && form) {
    form.action = undo;
    form.hidden = false;
  }
  show(toast);
}

/** Show that something is done that is not yet for good: `undo` takes it back while that is offered, then it is `over`. */
export function showUndoable(sentence: string, { undo, over }: { undo: () => void; over: () => void }): void {
  const toast = makeToast("toast-done", sentence);
  const form = toast?.querySelector("form");
  if (!toast || !form) {
    over();
    return;
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation(); // the page's handlers of forms are for those that lead to another page
    gone.disconnect();
    toast.remove();
    undo();
  });
  show(toast);
  const gone = new MutationObserver(() => {
    if (toast.isConnected) return;
    gone.disconnect();
    over();
  });
  const place = toast.parentElement;
  if (place) gone.observe(place, { childList: true });
  else over();
}

/** Show why something was not done; the toast stays until it is closed. */
export function showRefusal(sentence: string): void {
  if (!sentence) return;
  for (const shown of document.querySelectorAll("#toasts .toast__words")) {
    if (shown.textContent === sentence) return;
  }
  show(makeToast("toast-refused", sentence));
}

function makeToast(template: string, sentence: string): HTMLElement | null {
  const source = document.getElementById(template);
  if (!(source instanceof HTMLTemplateElement)) return null;
  const toast = source.content.firstElementChild?.cloneNode(true) as HTMLElement;
  const words = toast.querySelector(".toast__words");
  if (words) words.textContent = sentence;
  return toast;
}

function show(toast: HTMLElement | null): void {
  if (!toast) return;
  toast.dataset.timed = "";
  document.getElementById("toasts")?.append(toast);
  removeLater(toast);
}

function removeLater(toast: HTMLElement): void {
  if (toast.matches(".toast--refused")) return;
  let timer = setTimeout(() => toast.remove(), VISIBLE_MS);
  const pause = () => clearTimeout(timer);
  const resume = () => {
    clearTimeout(timer);
    timer = setTimeout(() => toast.remove(), VISIBLE_MS);
  };
  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, pause);
  for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, resume);
}

/** Those that came with the page or a part of it; one that two answers brought at once is shown once. */
function removeAllLater(): void {
  const shown = new Set<string>();
  for (const toast of document.querySelectorAll<HTMLElement>("#toasts [data-toast]")) {
    const words = toast.querySelector(".toast__words")?.textContent ?? "";
    if (toast.dataset.timed === undefined) {
      if (shown.has(words)) {
        toast.remove();
        continue;
      }
      toast.dataset.timed = "";
      removeLater(toast);
    }
    shown.add(words);
  }
}

export function toasts(signal: AbortSignal): void {
  removeAllLater();
  document.addEventListener("htmx:after:settle", removeAllLater, { signal });
  document.addEventListener(
    "click",
    (event) => {
      const button = (event.target as Element).closest("[data-dismiss]");
      button?.closest("[data-toast]")?.remove();
    },
    { signal },
  );
  // The server may answer with HX-Trigger: {"ronde:done": {"words": "A-52 is done", "undo": "/…"}}
  document.addEventListener(
    "ronde:done",
    (event) => {
      const { words, value, undo } = (event as CustomEvent<{ words?: string; value?: string; undo?: string }>).detail;
      showDone(words ?? value ?? "", undo);
    },
    { signal },
  );
}
