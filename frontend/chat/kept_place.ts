/** Where a person was in a conversation: Back and a reload lead there again, whatever was written meanwhile. */
import { firstOnScreen, messagesIn } from "./stretches";

const SETTLED_MS = 200;

/** A message and how far below the list's upper edge it begins; or the last message, where one was at the end. */
type Kept = { seq: number; top: number } | { end: number };

/** Note the place in the page's own history entry while the person scrolls. */
export function keepPlace(list: HTMLElement, isAtEnd: () => boolean, signal: AbortSignal): void {
  let [isMoved, timer]: [boolean, ReturnType<typeof setTimeout> | undefined] = [false, undefined];
  // What the page scrolls by itself as it opens is not the person's place.
  for (const name of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    list.addEventListener(name, () => (isMoved = true), { signal, passive: true });
  }
  const note = () => {
    clearTimeout(timer);
    if (isMoved) notePlace(list, isAtEnd());
  };
  list.addEventListener(
    "scroll",
    () => {
      clearTimeout(timer);
      timer = setTimeout(note, SETTLED_MS);
    },
    { signal, passive: true },
  );
  addEventListener("pagehide", note, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
}

function notePlace(list: HTMLElement, isAtEnd: boolean): void {
  const address = new URL(location.href);
  const kept = isAtEnd ? { end: lastShown(list) } : firstShown(list);
  address.hash = "";
  for (const name of ["before", "after", "at"]) address.searchParams.delete(name);
  if (kept && "seq" in kept) address.searchParams.set("at", String(kept.seq));
  history.replaceState({ ...history.state, talk: kept }, "", address);
}

const lastShown = (list: HTMLElement) => Number(messagesIn([list]).at(-1)?.dataset.seq ?? 0);

function firstShown(list: HTMLElement): Kept | null {
  const message = firstOnScreen(list);
  if (!message) return null;
  const top = message.getBoundingClientRect().top - list.getBoundingClientRect().top;
  return { seq: Number(message.dataset.seq), top };
}

/** Go to where the person was when they left this page; false where they have not been here, or the place is gone. */
export function returnToPlace(list: HTMLElement): boolean {
  const kept = (history.state as { talk?: Kept } | null)?.talk;
  if (kept && "end" in kept) return returnToEnd(list, kept.end);
  const message = kept && list.querySelector<HTMLElement>(`#m-${kept.seq}`);
  if (!message) return false;
  list.scrollTop += message.getBoundingClientRect().top - list.getBoundingClientRect().top - kept.top;
  return true;
}

/** Back may show the page as it came once, with a line before what has been read since. */
function returnToEnd(list: HTMLElement, seq: number): boolean {
  const firstNew = list.querySelector(".talk__day--new")?.nextElementSibling;
  if (!(firstNew instanceof HTMLElement) || Number(firstNew.dataset.seq) > seq) return false;
  list.scrollTop = list.scrollHeight;
  return true;
}
