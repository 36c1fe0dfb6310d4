/**
 * What waits until the words of others can have been read: `<button data-after-reading="5000">` does nothing for so
 * many milliseconds after somebody else has written (the server would refuse it as well).
 */
import type { Session } from "./session";
import type { Say } from "./strings";

const WAITING = "button[data-after-reading]";

/** Gives what ends it. */
export function reading({ doc, provider: { connection } }: Pick<Session, "doc" | "provider">, say: Say): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hold = (held: boolean): void => {
    for (const button of document.querySelectorAll<HTMLButtonElement>(WAITING)) {
      button.disabled = held;
      button.title = held ? say("just_written") : "";
    }
  };
  const written = (_update: Uint8Array, origin: unknown): void => {
    const button = document.querySelector<HTMLButtonElement>(WAITING);
    // Before the line is live it brings what was written long ago.
    if (origin !== connection || !button || connection.status.state !== "live") return;
    hold(true);
    clearTimeout(timer);
    timer = setTimeout(() => hold(false), Number(button.dataset.afterReading));
  };
  doc.on("update", written);
  return () => {
    doc.off("update", written);
    clearTimeout(timer);
    hold(false);
  };
}
