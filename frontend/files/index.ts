/**
 * The island `files`: adds files to what the page is about. `data-kind` and `data-id` say to what. Of a thing that is
 * made by the form around it (`data-kind="project"`), the ids go along in fields `files`; otherwise the page is told
 * by a change notification and shows them by itself.
 */
import { takeFiles } from "./sources";
import { UploadTray } from "./tray";

export function mount(root: HTMLElement): () => void {
  const stop = new AbortController();
  const { kind = "", id = "", most = "20", tooMany = "" } = root.dataset;
  const form = root.closest("form");
  const isWaiting = kind === "project";
  let isSubmitting = false;
  const tray = new UploadTray(
    root,
    () => ({ kind, id }),
    { number: Number(most), sentence: tooMany },
    {
      ready: () => !isWaiting, // a change notification brings it to the page
      changed: () => {
        if (!isWaiting || !form) return;
        writeFields(root, tray.ids);
        if (!isSubmitting || tray.isBusy) return;
        isSubmitting = false;
        form.requestSubmit();
      },
    },
    stop.signal,
  );
  takeFiles(isWaiting && form ? form : root, (files) => tray.add(files), stop.signal);
  form?.addEventListener(
    "submit",
    (event) => {
      if (!isWaiting || !tray.isBusy) return;
      event.preventDefault(); // it goes by itself once the files are there
      event.stopImmediatePropagation();
      isSubmitting = true;
    },
    { signal: stop.signal, capture: true },
  );
  return () => stop.abort();
}

function writeFields(root: HTMLElement, ids: string[]): void {
  for (const field of root.querySelectorAll("input[name=files]")) field.remove();
  for (const value of ids) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "files";
    field.value = value;
    root.append(field);
  }
}
