/** Exports a text to the clipboard, or as a file where there is none. */
import { make } from "./dom";

/** Returns whether the text is on the clipboard; if not, it is offered as a file. */
export async function copyText(text: string, name: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not allowed, or the page was loaded over plain HTTP.
    downloadText(text, name);
    return false;
  }
}

export function downloadText(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const anchor = make("a", { href: address, download: `${name.replace(/[\\/:*?"<>|]+/g, " ").trim() || "text"}.txt` });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
