/** How long the text is, beside it: counted when the browser has nothing else to do. */
import type { Editor } from "@tiptap/core";
import type { Translate } from "./strings";

const WORD = /[\p{L}\p{N}]+(?:[’'.,-][\p{L}\p{N}]+)*/gu;
const PAUSE = 600;

export const wordsOf = (text: string): number => text.match(WORD)?.length ?? 0;

/** Fills every `[data-count]`; of what is selected, when something is. Returns its unmount. */
export function mountWordCount(editor: Editor, translate: Translate): () => void {
  const places = [...document.querySelectorAll<HTMLElement>("[data-count]")];
  const format = new Intl.NumberFormat(document.documentElement.lang || undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (): void => {
    timer = undefined;
    const { doc, selection } = editor.state;
    const all = wordsOf(doc.textBetween(0, doc.content.size, " ", " "));
    const chosen = selection.empty ? 0 : wordsOf(doc.textBetween(selection.from, selection.to, " ", " "));
    const count = format.format(all);
    const words = chosen
      ? translate("words_of", { count: format.format(chosen), all: count })
      : all === 1
        ? translate("word")
        : translate("words", { count });
    for (const place of places) {
      place.textContent = words;
      place.hidden = false;
    }
  };
  const soon = (): void => {
    timer ??= setTimeout(show, PAUSE);
  };
  if (places.length === 0) return () => undefined;
  editor.on("update", soon);
  editor.on("selectionUpdate", soon);
  soon();
  return () => {
    editor.off("update", soon);
    editor.off("selectionUpdate", soon);
    clearTimeout(timer);
  };
}
