/**
 * `<button data-after-reading="5000">` is disabled for so many milliseconds after another person has written, so that
 * their words can be read first (the server would refuse it as well).
 */
import type { Session } from "./session";
import type { Translate } from "./strings";

const BUTTONS = "button[data-after-reading]";

/** Returns its unmount. */
export function pauseForReading(
  { doc, provider: { connection } }: Pick<Session, "doc" | "provider">,
  translate: Translate,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const disable = (isDisabled: boolean): void => {
    for (const button of document.querySelectorAll<HTMLButtonElement>(BUTTONS)) {
      button.disabled = isDisabled;
      button.title = isDisabled ? translate("just_written") : "";
    }
  };
  const onUpdate = (_update: Uint8Array, origin: unknown): void => {
    const button = document.querySelector<HTMLButtonElement>(BUTTONS);
    // Before the connection is live it brings what was written long ago.
    if (origin !== connection || !button || connection.status.state !== "live") return;
    disable(true);
    clearTimeout(timer);
    timer = setTimeout(() => disable(false), Number(button.dataset.afterReading));
  };
  doc.on("update", onUpdate);
  return () => {
    doc.off("update", onUpdate);
    clearTimeout(timer);
    disable(false);
  };
}
