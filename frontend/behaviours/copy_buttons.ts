/** `<button data-copies="id">` copies that element's value or text to the clipboard. */
import { pageString } from "../strings";
import { showDone } from "./toasts";

export function copyButtons(signal: AbortSignal): void {
  document.addEventListener(
    "click",
    async (event) => {
      const button = (event.target as Element).closest<HTMLElement>("[data-copies]");
      if (!button) return;
      await navigator.clipboard.writeText(textOf(button.dataset.copies ?? ""));
      showDone(pageString("copied"));
    },
    { signal },
  );
}

function textOf(id: string): string {
  const element = document.getElementById(id);
  return element instanceof HTMLInputElement ? element.value : (element?.textContent?.trim() ?? "");
}
