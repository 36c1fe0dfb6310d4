/** Short answers at the foot of the page: done (with an undo), or refused with its sentence. */

const STAYS_MS = 10_000;

/** Say that something is done; `undo` is the address that takes it back. */
export function showDone(sentence: string, undo?: string): void {
  const toast = make("toast-done", sentence);
  const form = toast?.querySelector("form");
  if (undo && form) {
    form.action = undo;
    form.hidden = false;
  }
  show(toast);
}

/** Say why something was not done; it stays until it is closed. */
export function showRefusal(sentence: string): void {
  if (!sentence) return;
  for (const words of document.querySelectorAll("#toasts .toast__words")) {
    if (words.textContent === sentence) return; // said already
  }
  show(make("toast-refused", sentence));
}

function make(template: string, sentence: string): HTMLElement | null {
  const source = document.getElementById(template);
  if (!(source instanceof HTMLTemplateElement)) return null;
  const toast = source.content.firstElementChild?.cloneNode(true) as HTMLElement;
  const words = toast.querySelector(".toast__words");
  if (words) words.textContent = sentence;
  return toast;
}

function show(toast: HTMLElement | null): void {
  if (!toast) return;
  document.getElementById("toasts")?.append(toast);
  leaveLater(toast);
}

function leaveLater(toast: HTMLElement): void {
  if (toast.matches(".toast--refused")) return;
  let timer = setTimeout(() => toast.remove(), STAYS_MS);
  const stay = () => clearTimeout(timer);
  const leave = () => {
    clearTimeout(timer);
    timer = setTimeout(() => toast.remove(), STAYS_MS);
  };
  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, stay);
  for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, leave);
}

export function toasts(signal: AbortSignal): void {
  for (const toast of document.querySelectorAll<HTMLElement>("#toasts [data-toast]")) leaveLater(toast);
  document.addEventListener(
    "click",
    (event) => {
      const press = (event.target as Element).closest("[data-dismiss]");
      press?.closest("[data-toast]")?.remove();
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
