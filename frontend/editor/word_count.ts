/** How long the text is, beside it, a moment after it changed; and by Ctrl Shift C, as in Google Docs. */
import type { Editor } from "@tiptap/core";
import { showDone } from "../behaviours/toasts";
import type { Translate } from "./strings";

const WORD = /[\p{L}\p{N}]+(?:[’'.,-][\p{L}\p{N}]+)*/gu;
const PAUSE = 600;

export const wordsOf = (text: string): number => text.match(WORD)?.length ?? 0;

/** Fills every `[data-count]`; of what is selected, when something is. Returns its unmount. */
export function mountWordCount(editor: Editor, translate: Translate): () => void {
  const places = [...document.querySelectorAll<HTMLElement>("[data-count]")];
  const format = new Intl.NumberFormat(document.documentElement.lang || undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told: HTMLElement | null = null;
  const words = (): string => {
    const { doc, selection } = editor.state;
    const all = wordsOf(doc.textBetween(0, doc.content.size, " ", " "));
    const chosen = selection.empty ? 0 : wordsOf(doc.textBetween(selection.from, selection.to, " ", " "));
    const count = format.format(all);
    if (chosen) return translate("words_of", { count: format.format(chosen), all: count });
    return all === 1 ? translate("word") : translate("words", { count });
  };
  const show = (): void => {
    timer = undefined;
    for (const place of places) {
      place.textContent = words();
      place.hidden = false;
    }
  };
  const soon = (): void => {
    timer ??= setTimeout(show, PAUSE);
  };
  const tell = (event: KeyboardEvent): void => {
    const isOurs =
      (event.ctrlKey || event.metaKey) && event.shiftKey && !event.altKey && event.key.toLowerCase() === "c";
    if (!isOurs) return;
    event.preventDefault(); // the browser's own key would open its tools for developers
    const { doc, selection } = editor.state;
    const [from, to] = selection.empty ? [0, doc.content.size] : [selection.from, selection.to];
    const count = format.format([...doc.textBetween(from, to)].length);
    told?.remove();
    told = showDone(translate("letters", { words: words(), count }));
  };
  const { dom } = editor.view;
  dom.addEventListener("keydown", tell);
  if (places.length) {
    editor.on("update", soon);
    editor.on("selectionUpdate", soon);
    soon();
  }
  return () => {
    dom.removeEventListener("keydown", tell);
    editor.off("update", soon);
    editor.off("selectionUpdate", soon);
    clearTimeout(timer);
  };
}
