/** Lets what stands beside a text hear, as `ronde:written`, that the server has other words of it now. */

import type { Status } from "./connection_types";
import type { Session } from "./session";

/** Heard for what others write, and once what is written here is kept. Gives what ends it. */
export function tellOfWriting(
  { doc, provider: { connection } }: Pick<Session, "doc" | "provider">,
  element: HTMLElement,
): () => void {
  const tell = (): void => void element.dispatchEvent(new CustomEvent("ronde:written", { bubbles: true }));
  const elsewhere = (_update: Uint8Array, origin: unknown): void => {
    if (origin === connection) tell();
  };
  const kept = ({ saved }: Status): void => {
    if (saved) tell();
  };
  doc.on("update", elsewhere);
  connection.on("status", kept);
  return () => {
    doc.off("update", elsewhere);
    connection.off("status", kept);
  };
}
