/** A finger that stays on a message for a moment opens its menu. */
const HOLD_MS = 450;
const MOVED_PX = 10;
const OWN = "a, button, input, textarea, img, video, [popover]";
/** What does something of its own when it is held. */

export function onLongPress(list: HTMLElement, open: (message: HTMLElement) => void, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let [x, y, isHeld] = [0, 0, false];
  const end = () => clearTimeout(timer);
  list.addEventListener(
    "pointerdown",
    (event) => {
      end();
      isHeld = false;
      const target = event.target as Element;
      const message = target.closest<HTMLElement>(".message[data-key]");
      if (event.pointerType === "mouse" || !event.isPrimary || !message || target.closest(OWN)) return;
      [x, y] = [event.clientX, event.clientY];
      timer = setTimeout(() => {
        isHeld = true;
        navigator.vibrate?.(10);
        open(message);
      }, HOLD_MS);
    },
    { signal },
  );
  list.addEventListener(
    "pointermove",
    (event) => {
      if (Math.hypot(event.clientX - x, event.clientY - y) > MOVED_PX) end();
    },
    { signal },
  );
  for (const name of ["pointerup", "pointercancel"]) list.addEventListener(name, end, { signal });
  // The browser's own menu, and the click at the end, are not meant as well.
  list.addEventListener("contextmenu", (event) => isHeld && event.preventDefault(), { signal });
  list.addEventListener(
    "click",
    (event) => {
      if (!isHeld) return;
      isHeld = false;
      event.preventDefault();
      event.stopPropagation();
    },
    { signal, capture: true },
  );
  signal.addEventListener("abort", end);
}
