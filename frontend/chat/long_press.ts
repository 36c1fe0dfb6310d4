/**
 * A finger that stays on a message for a moment opens its menu, once it is lifted: what opens under it would be closed by
 * that.
 */
const HOLD_MS = 450;
const MOVED_PX = 10;
/** What does something of its own when it is held. */
const OWN = "a, button, input, textarea, img, video, [popover]";

export function onLongPress(list: HTMLElement, open: (message: HTMLElement) => void, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let held: HTMLElement | null = null;
  let [x, y, isOver] = [0, 0, true];
  const end = () => {
    clearTimeout(timer);
    held?.classList.remove("message--held");
    const [message, wasOver] = [held, isOver];
    [held, isOver] = [null, true];
    if (message && !wasOver) setTimeout(() => open(message)); // after what a lifted finger closes by itself
  };
  const leave = () => {
    isOver = true;
    end();
  };
  list.addEventListener(
    "pointerdown",
    (event) => {
      leave();
      const target = event.target as Element;
      const message = target.closest<HTMLElement>(".message[data-key]");
      if (event.pointerType === "mouse" || !event.isPrimary || !message || target.closest(OWN)) return;
      [x, y, isOver] = [event.clientX, event.clientY, false];
      timer = setTimeout(() => {
        held = message;
        message.classList.add("message--held");
        navigator.vibrate?.(10);
      }, HOLD_MS);
    },
    { signal },
  );
  list.addEventListener(
    "pointermove",
    (event) => {
      if (Math.hypot(event.clientX - x, event.clientY - y) > MOVED_PX) leave();
    },
    { signal },
  );
  // Where the browser has a menu of its own for that, it takes the finger away.
  for (const name of ["pointerup", "pointercancel"]) list.addEventListener(name, end, { signal });
  list.addEventListener("contextmenu", (event) => held && event.preventDefault(), { signal });
  signal.addEventListener("abort", leave);
}
