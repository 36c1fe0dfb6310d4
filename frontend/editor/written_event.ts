/** Dispatches `ronde:written` on the text's element when the server has a new state of it. */

import type { ConnectionStatus } from "./connection_types";
import type { Session } from "./session";

/** Dispatched for each change of others, and for one's own once they are saved. Returns its unmount. */
export function dispatchWritten(
  { doc, provider: { connection } }: Pick<Session, "doc" | "provider">,
  element: HTMLElement,
): () => void {
  const dispatch = (): void => void element.dispatchEvent(new CustomEvent("ronde:written", { bubbles: true }));
  const onUpdate = (_update: Uint8Array, origin: unknown): void => {
    if (origin === connection) dispatch();
  };
  const onStatus = ({ saved }: ConnectionStatus): void => {
    if (saved) dispatch();
  };
  doc.on("update", onUpdate);
  connection.on("status", onStatus);
  return () => {
    doc.off("update", onUpdate);
    connection.off("status", onStatus);
  };
}
