/** `<button data-copy="text">` puts a text on the clipboard; `data-copy="#id"` that element's text or value. */
import { word } from "../words";
import { tell } from "./toast";

export function copy(signal: AbortSignal): void {
  document.addEventListener(
    "click",
    async (event) => {
      const press = (event.target as Element).closest<HTMLElement>("[data-copy]");
      if (!press) return;
      await navigator.clipboard.writeText(textOf(press.dataset.copy ?? ""));
      tell(word("copied"));
    },
    { signal },
  );
}

function textOf(source: string): string {
  if (!source.startsWith("#")) return source;
  const element = document.querySelector<HTMLElement>(source);
  return element instanceof HTMLInputElement ? element.value : (element?.textContent?.trim() ?? "");
}
