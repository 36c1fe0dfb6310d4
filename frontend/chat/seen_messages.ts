/**
 * Which messages were before a person's eyes: on the screen for a moment, in a window that shows; and those that they
 * scrolled past to come there. Who jumps elsewhere has not seen what stands between.
 */
import { messagesIn } from "./stretches";

const MOMENT_MS = 700;
const LOOK_MS = 200;
/** So much of a message has to be on the screen, or so much of the window has to be filled by it. */
const SHARE = 0.6;
const FILLS = 0.4;
/** So many messages may have gone by between two looks of the browser while one scrolls. */
const MOST_BETWEEN = 20;

export class SeenMessages {
  readonly #since = new Map<Element, number>(); // those on the screen, and from when on
  readonly #passed = new Set<number>(); // on the screen since something was told
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    list: HTMLElement,
    private readonly saw: (seqs: number[]) => void,
    signal: AbortSignal,
  ) {
    if (!("IntersectionObserver" in globalThis)) return;
    const observer = new IntersectionObserver((entries) => this.#note(entries), { threshold: [0, 0.3, SHARE, 1] });
    const observe = (nodes: Iterable<Node>) => {
      for (const message of messagesIn(nodes)) observer.observe(message);
    };
    observe(list.children);
    const changes = new MutationObserver((records) => {
      for (const { addedNodes, removedNodes } of records) {
        observe(addedNodes);
        for (const message of messagesIn(removedNodes)) if (!message.isConnected) this.#forget(message, observer);
      }
    });
    changes.observe(list, { childList: true, subtree: true });
    document.addEventListener("visibilitychange", () => this.#beginAgain(), { signal });
    signal.addEventListener("abort", () => {
      observer.disconnect();
      changes.disconnect();
      clearInterval(this.#timer);
    });
  }

  #note(entries: IntersectionObserverEntry[]): void {
    for (const { target, intersectionRatio, intersectionRect } of entries) {
      const isShown = intersectionRatio >= SHARE || intersectionRect.height >= innerHeight * FILLS;
      if (intersectionRatio > 0 && !document.hidden) this.#passed.add(seqOf(target));
      if (!isShown) this.#since.delete(target);
      else if (!this.#since.has(target)) this.#since.set(target, performance.now());
    }
    if (this.#since.size) this.#timer ??= setInterval(() => this.#look(), LOOK_MS);
  }

  /** What was on the screen for a moment is told once, with what went by before. */
  #look(): void {
    if (document.hidden) return;
    const now = performance.now();
    const seen = [...this.#since].filter(([, since]) => now - since >= MOMENT_MS).map(([message]) => message);
    for (const message of seen) this.#since.set(message, Number.POSITIVE_INFINITY);
    if ([...this.#since.values()].every((since) => since === Number.POSITIVE_INFINITY)) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    if (!seen.length) return;
    const at = seen.map(seqOf);
    const last = Math.max(...at);
    this.saw([...new Set([...at, ...between([...this.#passed, ...at]).filter((seq) => seq <= last)])]);
    this.#passed.clear();
    for (const seq of at) this.#passed.add(seq); // one scrolls on from here
  }

  /** While the window was hidden, nobody saw what was in it. */
  #beginAgain(): void {
    if (document.hidden) return;
    for (const [message, since] of this.#since) {
      if (since !== Number.POSITIVE_INFINITY) this.#since.set(message, performance.now());
    }
  }

  #forget(message: Element, observer: IntersectionObserver): void {
    observer.unobserve(message);
    this.#since.delete(message);
  }
}

const seqOf = (message: Element): number => Number((message as HTMLElement).dataset.seq);

/** These numbers, and the few between two of them. */
function between(seqs: number[]): number[] {
  const found: number[] = [];
  for (const seq of [...seqs].sort((one, other) => one - other)) {
    const before = found.at(-1);
    if (before !== undefined && seq - before <= MOST_BETWEEN)
      for (let one = before + 1; one < seq; one++) found.push(one);
    found.push(seq);
  }
  return found;
}
