/** Which messages were before a person's eyes: on the screen for a moment, in a window that shows. */
const MOMENT_MS = 700;
const LOOK_MS = 200;
/** So much of a message has to be on the screen, or so much of the window has to be filled by it. */
const SHARE = 0.6;
const FILLS = 0.4;

export class SeenMessages {
  readonly #since = new Map<Element, number>(); // those on the screen, and from when on
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    list: HTMLElement,
    private readonly saw: (seqs: number[]) => void,
    signal: AbortSignal,
  ) {
    if (!("IntersectionObserver" in globalThis)) return;
    const observer = new IntersectionObserver((entries) => this.#note(entries), { threshold: [0, 0.3, SHARE, 1] });
    const observe = (nodes: Iterable<Node>) => {
      for (const node of nodes) if (node instanceof Element && node.matches("[data-seq]")) observer.observe(node);
    };
    observe(list.children);
    const changes = new MutationObserver((records) => {
      for (const { addedNodes, removedNodes } of records) {
        observe(addedNodes);
        for (const node of removedNodes) if (node instanceof Element) this.#forget(node, observer);
      }
    });
    changes.observe(list, { childList: true });
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
      if (!isShown) this.#since.delete(target);
      else if (!this.#since.has(target)) this.#since.set(target, performance.now());
    }
    if (this.#since.size) this.#timer ??= setInterval(() => this.#look(), LOOK_MS);
  }

  /** What was on the screen for a moment is told once. */
  #look(): void {
    if (document.hidden) return;
    const now = performance.now();
    const seen = [...this.#since].filter(([, since]) => now - since >= MOMENT_MS).map(([message]) => message);
    for (const message of seen) this.#since.set(message, Number.POSITIVE_INFINITY);
    if ([...this.#since.values()].every((since) => since === Number.POSITIVE_INFINITY)) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    if (seen.length) this.saw(seen.map((message) => Number((message as HTMLElement).dataset.seq)));
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
