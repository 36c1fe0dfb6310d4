/**
 * Islands: `<div data-island="map" data-…>` comes alive when its module has loaded. A module exports
 * `mount(element)`, which returns its unmount. What the server wrote inside stays until then.
 */
export type Unmount = () => void;
export type Island = { mount: (element: HTMLElement) => Unmount | Promise<Unmount> };
export type Loaders = Record<string, () => Promise<Island>>;

export class Islands {
  readonly #mounted = new Map<HTMLElement, Promise<Unmount>>();

  constructor(private readonly loaders: Loaders) {}

  /** Mount what is new in the page and unmount what has left it; call after every swap. */
  sweep(): void {
    for (const [element, unmount] of this.#mounted) {
      if (element.isConnected) continue;
      this.#mounted.delete(element);
      void unmount.then((end) => end());
    }
    for (const element of document.querySelectorAll<HTMLElement>("[data-island]")) {
      if (!this.#mounted.has(element)) this.#mount(element);
    }
  }

  /** Resolves when everything that was mounted so far has come alive. */
  async settled(): Promise<void> {
    await Promise.all(this.#mounted.values());
  }

  #mount(element: HTMLElement): void {
    const load = this.loaders[element.dataset.island ?? ""];
    if (!load) return;
    const mounting = load().then(async (island) => {
      const unmount = element.isConnected ? await island.mount(element) : () => {};
      element.dataset.alive = "";
      return unmount;
    });
    this.#mounted.set(element, mounting);
    // A module that did not arrive (offline, new release) leaves the server's HTML and may be tried again.
    mounting.catch(() => this.#mounted.delete(element));
  }
}
