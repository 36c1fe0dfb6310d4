/**
 * What comes into a conversation together is a stretch. The browser lays out and paints those near the screen only, so
 * that scrolling thousands of messages costs what scrolling a few does; find-in-page and screen readers have all of them.
 */
const STRETCH = "stretch";
const MEASURED = "stretch--measured";
const RESTS_MS = 250;

/** Put the lines of a fragment together, between its links to what is earlier and later. */
export function stretchOf(found: DocumentFragment): HTMLElement {
  const stretch = document.createElement("div");
  stretch.className = STRETCH;
  const lines = [...found.children].filter((one) => !one.matches("[data-earlier], [data-later]"));
  lines[0]?.before(stretch);
  stretch.append(...lines);
  return stretch;
}

/** From here on stretches take the room that they have now, or took last on the screen, while they are far from it. */
export function measure(stretches: HTMLElement[]): void {
  const heights = stretches.map((one) => one.getBoundingClientRect().height);
  for (const [index, one] of stretches.entries()) {
    one.style.containIntrinsicBlockSize = `auto ${heights[index]}px`;
    one.classList.add(MEASURED);
  }
}

/** In a narrower or wider window they take other room: all are drawn until it rests. */
export function measureOnResize(list: HTMLElement, signal: AbortSignal): void {
  if (!("ResizeObserver" in globalThis)) return;
  let width = list.clientWidth;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new ResizeObserver(() => {
    if (list.clientWidth === width) return;
    width = list.clientWidth;
    const stretches = [...list.querySelectorAll<HTMLElement>(`:scope > .${STRETCH}`)];
    // Drawn for some frames without, a stretch forgets what it took before.
    for (const one of stretches) {
      one.classList.remove(MEASURED);
      one.style.removeProperty("contain-intrinsic-block-size");
    }
    clearTimeout(timer);
    timer = setTimeout(() => measure(stretches), RESTS_MS);
  });
  observer.observe(list);
  signal.addEventListener("abort", () => {
    observer.disconnect();
    clearTimeout(timer);
  });
}

/** The line before another, also where that begins a stretch. */
export function lineBefore(line: Element): Element | null {
  const parent = line.parentElement;
  const part = line.previousElementSibling ?? (parent?.matches(`.${STRETCH}`) ? parent.previousElementSibling : null);
  return part?.matches(`.${STRETCH}`) ? part.lastElementChild : part;
}

/** The messages in some parts of a list, each of which is a stretch or a message. */
export function messagesIn(parts: Iterable<Node | null>): HTMLElement[] {
  return [...parts].flatMap((part) => {
    if (!(part instanceof HTMLElement)) return [];
    return part.matches("[data-seq]") ? [part] : [...part.querySelectorAll<HTMLElement>("[data-seq]")];
  });
}

/** The first message of a list that is on the screen. */
export function firstOnScreen(list: HTMLElement): HTMLElement | null {
  const edge = list.getBoundingClientRect().top;
  const isBelow = (one: Element) => one.getBoundingClientRect().bottom > edge;
  for (const part of list.children) {
    const message = isBelow(part) ? messagesIn([part]).find(isBelow) : undefined;
    if (message) return message;
  }
  return null;
}
