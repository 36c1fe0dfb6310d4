/**
 * The island `import`: a form with one large file, which goes in pieces before the form does; the form then names the
 * upload (`input[name=upload]`). Without it the file goes with the form, up to what a form may hold.
 */
import { showRefusal } from "../behaviours/toasts";
import { uploadRaw } from "./upload";

export function mount(form: HTMLElement): () => void {
  const stop = new AbortController();
  if (form instanceof HTMLFormElement) {
    form.addEventListener("submit", (event) => send(form, event, stop.signal), { signal: stop.signal, capture: true });
  }
  return () => stop.abort();
}

function send(form: HTMLFormElement, event: Event, signal: AbortSignal): void {
  const input = form.querySelector<HTMLInputElement>("input[type=file]");
  const field = form.querySelector<HTMLInputElement>("input[name=upload]");
  const file = input?.files?.[0];
  if (!input || !field || !file || field.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.hasAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  const progress = form.querySelector<HTMLElement>("[data-progress]");
  const bar = progress?.querySelector("progress");
  const note = progress?.querySelector<HTMLElement>("[data-note]");
  if (progress) progress.hidden = false;
  uploadRaw(
    file,
    { kind: "import", id: "new" },
    {
      signal,
      onProgress: (share) => {
        if (bar) bar.value = share;
      },
      onWaiting: (isWaiting) => {
        if (note) note.textContent = (isWaiting ? note.dataset.waiting : note.dataset.sending) ?? "";
      },
    },
  )
    .then((id) => {
      field.value = id;
      input.value = ""; // it does not go a second time with the form
      input.required = false;
      form.requestSubmit();
    })
    .catch((error: unknown) => {
      if (progress) progress.hidden = true;
      if (!signal.aborted) showRefusal(error instanceof Error ? error.message : "");
    })
    .finally(() => form.removeAttribute("aria-busy"));
}
