/**
 * Islands: `<div data-island="map" data-…>` is handed to the module of that name once it has loaded. The module exports
 * `mount(element)`, which returns its unmount. The server's HTML inside stays until then.
 */
export type Unmount = () => void;
export type Island = { mount: (element: HTMLElement) => Unmount | Promise<Unmount> };
export type Loaders = Record<string, (element: HTMLElement) => Promise<Island>>;

export class Islands {
  readonly #mounted = new Map<HTMLElement, Promise<Unmount>>();

  /** `onFailure` hears of each island that did not load or failed as it was mounted. */
  constructor(
    private readonly loaders: Loaders,
    private readonly onFailure: (element: HTMLElement) => void = () => {},
  ) {}

  /** Mount the islands that are new on the page and unmount those that have left it; call after every swap. */
  sweep(): void {
    for (const [element, unmount] of this.#mounted) {
      if (element.isConnected) continue;
      this.#mounted.delete(element);
      void unmount.then((run) => run());
    }
    for (const element of document.querySelectorAll<HTMLElement>("[data-island]")) {
      if (!this.#mounted.has(element)) this.#mount(element);
    }
  }

  /** Resolves when every island so far is mounted. */
  async allMounted(): Promise<void> {
    await Promise.all(this.#mounted.values());
  }

  #mount(element: HTMLElement): void {
    const load = this.loaders[element.dataset.island ?? ""];
    if (!load) return;
    const mounting = load(element).then(async (island) => {
      const unmount = element.isConnected ? await island.mount(element) : () => {};
      element.dataset.mounted = "";
      return unmount;
    });
    this.#mounted.set(element, mounting);
    // If the module does not load (offline, a new release), the server's HTML stays and the next sweep tries again.
    mounting.catch(() => {
      this.#mounted.delete(element);
      this.onFailure(element);
    });
  }
}
