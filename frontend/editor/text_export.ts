/** A copy of one's text to take away: to the clipboard, or as a file where there is none. */
import { make } from "./dom";

/** Says whether it went to the clipboard; otherwise it was offered as a file. */
export async function copyText(text: string, name: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not allowed, or the page came over plain HTTP.
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
