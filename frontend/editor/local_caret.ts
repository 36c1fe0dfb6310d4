/**
 * Keeps one's own caret in place while changes of others come in, and while what is shown beside the text is drawn anew.
 *
 * A browser moves the caret at once and reports it a moment later. Whatever is drawn in between puts the caret back to
 * where the editor last knew it: a person who clicked into a line while another person typed would write elsewhere.
 */
import type { Editor } from "@tiptap/core";
import type { EditorView } from "@tiptap/pm/view";
import type { Provider } from "./provider";

/** ProseMirror's observer of the page; not in its types, though its own input handlers use it to catch up. */
interface DomObserving {
  domObserver: { flush: () => void };
}

/** Lets the editor read where the caret is, before it draws what the person has not done just now: call it first. */
export function readCaret(view: EditorView): void {
  (view as unknown as DomObserving).domObserver.flush();
}

/**
 * Lets the editor read the caret before it draws what comes from the provider; returns its unmount. Call it before the
 * editor subscribes to the provider: what the editor draws a moment later is queued behind this.
 */
export function keepLocalCaret(provider: Provider, editor: () => Editor | undefined): () => void {
  const catchUp = (): void => {
    const current = editor();
    if (current && !current.isDestroyed) readCaret(current.view);
  };
  const soon = (): void => void setTimeout(catchUp, 0);
  provider.connection.on("received", catchUp);
  provider.awareness.on("change", soon);
  return () => {
    provider.connection.off("received", catchUp);
    provider.awareness.off("change", soon);
  };
}
