/** The few sentences scripts say; the page's template writes them, in the reader's tongue. */

export function word(name: string): string {
  return document.getElementById("words")?.dataset[name] ?? "";
}
