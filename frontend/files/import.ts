/**
 * The island `import`: a form with a large file, or several, which go in pieces before the form does; the form then names
 * the upload (`input[name=upload]`). Several are packed into one ZIP. Without the island they go with the form, up to what
 * a form may hold, and so do those of up to `data-at-once` bytes. `data-upload-kind` and `data-upload-id` say what for.
 */
import { showRefusal } from "../behaviours/toasts";
import { packed } from "./pack";
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
  const files = [...(input?.files ?? [])];
  if (!input || !field || !files.length || field.value) return;
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size <= Number(form.dataset.atOnce ?? 0)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const isMixed = files.length > 1 && files.some((file) => file.name.toLowerCase().endsWith(".zip"));
  if (isMixed) {
    showRefusal(form.dataset.zipAlone ?? "");
    return;
  }
  if (form.hasAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  const progress = form.querySelector<HTMLElement>("[data-progress]");
  const bar = progress?.querySelector("progress");
  const note = progress?.querySelector<HTMLElement>("[data-note]");
  if (progress) progress.hidden = false;
  const { uploadKind: kind = "import", uploadId: id = "new" } = form.dataset;
  const options = {
    signal,
    onProgress: (share: number) => {
      if (bar) bar.value = share;
    },
    onWaiting: (isWaiting: boolean) => {
      if (note) note.textContent = (isWaiting ? note.dataset.waiting : note.dataset.sending) ?? "";
    },
  };
  packed(files)
    .then((file) => uploadRaw(file, { kind, id }, options))
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
