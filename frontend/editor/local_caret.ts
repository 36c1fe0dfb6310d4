/** Where one writes, kept when what others do comes in.
 *
 * A browser moves the caret at once and tells of it a moment later. Whatever is drawn in between puts the caret back to
 * where the editor last knew it: who clicked into a line while somebody else was typing wrote somewhere else.
 */
import type { Editor } from "@tiptap/core";
import type { Provider } from "./provider";

/** What ProseMirror reads the page with; not in its types, though it is how its own input handlers catch up. */
interface Reads {
  domObserver: { flush: () => void };
}

/** Lets the editor read where the caret is before it draws what comes from the provider; gives what ends it. To be
 * called before the editor hears the provider itself: what it draws a moment later is queued behind this.
 */
export function keepCaret(provider: Provider, editor: () => Editor | undefined): () => void {
  const catchUp = (): void => {
    const found = editor();
    if (found && !found.isDestroyed) (found.view as unknown as Reads).domObserver.flush();
  };
  const soon = (): void => void setTimeout(catchUp, 0);
  provider.connection.on("hears", catchUp);
  provider.awareness.on("change", soon);
  return () => {
    provider.connection.off("hears", catchUp);
    provider.awareness.off("change", soon);
  };
}
