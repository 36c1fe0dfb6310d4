/**
 * The tour's step on this page (`#tour`): it takes the focus, marks its target (`data-shows`, selectors separated by
 * ";": the first in the window, else the first on the page), marks it again when the page changes, and is skipped by
 * Escape.
 */
import { isTyping } from "./shortcuts";

const TARGET_CLASS = "tour__target";
const DESCRIPTION_ID = "tour-words";

/** The first element on the page that one of the selectors finds. */
export function findTarget(selectors: string): Element | null {
  for (const selector of selectors.split(";")) {
    const found = document.querySelector(selector.trim());
    if (found) return found;
  }
  return null;
}

/** Put first what is visible without scrolling: on a phone that may be another element. */
function preferVisible(card: HTMLElement): void {
  const selectors = (card.dataset.shows ?? "").split(";");
  const isVisible = (selector: string) => {
    const top = document.querySelector(selector.trim())?.getBoundingClientRect().top ?? -1;
    return top >= 0 && top < innerHeight - card.offsetHeight;
  };
  card.dataset.shows = [...selectors].sort((one, other) => Number(isVisible(other)) - Number(isVisible(one))).join(";");
}

function setDescription(element: Element, isTarget: boolean): void {
  const ids = (element.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== DESCRIPTION_ID);
  if (isTarget) ids.push(DESCRIPTION_ID);
  if (ids.length > 0) element.setAttribute("aria-describedby", ids.join(" "));
  else element.removeAttribute("aria-describedby");
}

/** Mark the step's target, and nothing else. */
export function markTarget(card: HTMLElement): Element | null {
  const target = findTarget(card.dataset.shows ?? "");
  for (const old of document.querySelectorAll(`.${TARGET_CLASS}`)) {
    if (old === target) continue;
    old.classList.remove(TARGET_CLASS);
    setDescription(old, false);
  }
  target?.classList.add(TARGET_CLASS);
  if (target) setDescription(target, true);
  return target;
}

/** Nothing on the page has or asks for the focus yet. */
function isFocusFree(): boolean {
  const asks = [...document.querySelectorAll("[autofocus]")].some((field) => !field.closest("dialog, [popover]"));
  return document.activeElement === document.body && !asks && !location.hash;
}

/** Keep the target in the part of the window that the step leaves free, until the person does something. */
function keepInView(target: Element, signal: AbortSignal): void {
  const observer = new ResizeObserver(() => target.scrollIntoView({ block: "nearest" }));
  const stop = () => observer.disconnect();
  signal.addEventListener("abort", stop);
  for (const input of ["keydown", "pointerdown", "wheel", "touchstart"]) {
    document.addEventListener(input, stop, { once: true, passive: true, signal });
  }
  observer.observe(target);
}

/** Whether Escape is for a field, a dialog or an open popover. */
function isUsedElsewhere(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || isTyping(event.target) || document.querySelector("dialog[open]")) return true;
  return [...document.querySelectorAll("[popover]")].some((one) => one.matches(":popover-open"));
}

export function tour(signal: AbortSignal): void {
  const card = document.getElementById("tour");
  if (!card) return;
  preferVisible(card);
  const target = markTarget(card);
  if (isFocusFree()) {
    card.focus({ preventScroll: true });
    if (target) keepInView(target, signal);
  }
  document.addEventListener("htmx:after:settle", () => markTarget(card), { signal });
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Escape" && !isUsedElsewhere(event)) card.querySelector("form")?.requestSubmit();
    },
    { signal },
  );
}
