/**
 * The tour's step of this page (`#tour`): takes the focus, points at what it speaks of (`data-shows`, selectors parted
 * by ";": the first that is in the window, else the first that is on the page), keeps pointing when news redraw it, and
 * is skipped by Escape.
 */
import { isTyping } from "./keys";

const POINTED = "tour__target";
const WORDS = "tour-words";

/** The first thing on the page that one of the selectors finds. */
export function shown(selectors: string): Element | null {
  for (const selector of selectors.split(";")) {
    const found = document.querySelector(selector.trim());
    if (found) return found;
  }
  return null;
}

/** Put first what the person sees without scrolling: on a phone another thing may say the same. */
export function sort(card: HTMLElement): void {
  const selectors = (card.dataset.shows ?? "").split(";");
  const isSeen = (selector: string) => {
    const top = document.querySelector(selector.trim())?.getBoundingClientRect().top ?? -1;
    return top >= 0 && top < innerHeight - card.offsetHeight;
  };
  card.dataset.shows = [...selectors].sort((one, other) => Number(isSeen(other)) - Number(isSeen(one))).join(";");
}

function describe(element: Element, by: boolean): void {
  const ids = (element.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== WORDS);
  if (by) ids.push(WORDS);
  if (ids.length > 0) element.setAttribute("aria-describedby", ids.join(" "));
  else element.removeAttribute("aria-describedby");
}

/** Mark what the step speaks of, and nothing else. */
export function point(card: HTMLElement): Element | null {
  const target = shown(card.dataset.shows ?? "");
  for (const old of document.querySelectorAll(`.${POINTED}`)) {
    if (old === target) continue;
    old.classList.remove(POINTED);
    describe(old, false);
  }
  target?.classList.add(POINTED);
  if (target) describe(target, true);
  return target;
}

/** Nobody is doing anything on the page yet, and nothing on it asks for the focus. */
function isFree(): boolean {
  const asks = [...document.querySelectorAll("[autofocus]")].some((field) => !field.closest("dialog, [popover]"));
  return document.activeElement === document.body && !asks && !location.hash;
}

/** Bring it into the part of the window that the step leaves free, also while it grows, until the person does something. */
function follow(target: Element, signal: AbortSignal): void {
  const seen = new ResizeObserver(() => target.scrollIntoView({ block: "nearest" }));
  const stop = () => seen.disconnect();
  signal.addEventListener("abort", stop);
  for (const deed of ["keydown", "pointerdown", "wheel", "touchstart"]) {
    document.addEventListener(deed, stop, { once: true, passive: true, signal });
  }
  seen.observe(target);
}

/** Escape means something else: to a field, a dialog, an open popover. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || isTyping(event.target) || document.querySelector("dialog[open]")) return true;
  return [...document.querySelectorAll("[popover]")].some((one) => one.matches(":popover-open"));
}

export function tour(signal: AbortSignal): void {
  const card = document.getElementById("tour");
  if (!card) return;
  sort(card);
  const target = point(card);
  if (isFree()) {
    card.focus({ preventScroll: true });
    if (target) follow(target, signal);
  }
  document.addEventListener("htmx:after:settle", () => point(card), { signal });
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Escape" && !isTaken(event)) card.querySelector("form")?.requestSubmit();
    },
    { signal },
  );
}
