/** `<button data-copies="id">` puts that element's value or text on the clipboard; `data-copy="text"` a text itself. */
import { pageString } from "../strings";
import { showDone } from "./toast";

export function copy(signal: AbortSignal): void {
  document.addEventListener(
    "click",
    async (event) => {
      const press = (event.target as Element).closest<HTMLElement>("[data-copy], [data-copies]");
      if (!press) return;
      await navigator.clipboard.writeText(press.dataset.copy ?? textOf(press.dataset.copies ?? ""));
      showDone(pageString("copied"));
    },
    { signal },
  );
}

function textOf(id: string): string {
  const element = document.getElementById(id);
  return element instanceof HTMLInputElement ? element.value : (element?.textContent?.trim() ?? "");
}
