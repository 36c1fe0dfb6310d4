/**
 * The files that are on their way, below a field or a button: each with its progress, and a button that cancels it. What
 * is there stays in the list until it is sent along with something (`ids`), or is shown elsewhere by the page.
 */
import { showRefusal } from "../behaviours/toasts";
import { type UploadedFile, type UploadTarget, upload } from "./upload";

const AT_ONCE = 3;

type Item = { element: HTMLElement; file: File; stop: AbortController; uploaded?: UploadedFile };
export type TrayListener = {
  /** The list changed: something came, went or was finished. */
  changed?: () => void;
  /** A file is there; return true to take it off the list. */
  ready?: (file: UploadedFile) => boolean;
};

export class UploadTray {
  readonly #list: HTMLElement | null;
  readonly #template: HTMLTemplateElement | null;
  #items: Item[] = [];
  #running = 0;
  #waiting: Item[] = [];

  constructor(
    root: HTMLElement,
    private readonly target: () => UploadTarget,
    private readonly most: { number: number; sentence: string },
    private readonly listener: TrayListener,
    signal: AbortSignal,
  ) {
    this.#list = root.querySelector<HTMLElement>("[data-uploads]");
    this.#template = root.querySelector<HTMLTemplateElement>("template[data-upload]");
    this.#list?.addEventListener("click", (event) => this.#click(event.target as Element), { signal });
    const warn = (event: BeforeUnloadEvent) => this.isBusy && event.preventDefault();
    addEventListener("beforeunload", warn, { signal });
  }

  /** The ids of the files that are there. */
  get ids(): string[] {
    return this.#items.flatMap(({ uploaded }) => uploaded?.id ?? []);
  }

  get names(): string[] {
    return this.#items.map(({ file }) => file.name);
  }

  get isBusy(): boolean {
    return this.#items.some(({ uploaded }) => !uploaded);
  }

  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  add(files: File[]): void {
    if (this.#items.length + files.length > this.most.number) {
      showRefusal(this.most.sentence);
      return;
    }
    for (const file of files) {
      const element = this.#template?.content.firstElementChild?.cloneNode(true);
      if (!(element instanceof HTMLElement)) return;
      const item = { element, file, stop: new AbortController() };
      describe(item, "label");
      this.#list?.append(element);
      this.#items.push(item);
      this.#waiting.push(item);
    }
    this.#update();
    this.#next();
  }

  /** Forget what is there, as it was sent along with something. */
  clear(): void {
    for (const { element } of this.#items) element.remove();
    this.#items = [];
    this.#update();
  }

  #next(): void {
    while (this.#running < AT_ONCE) {
      const item = this.#waiting.shift();
      if (!item) return;
      this.#running += 1;
      void this.#send(item).finally(() => {
        this.#running -= 1;
        this.#next();
      });
    }
  }

  async #send(item: Item): Promise<void> {
    const { element, file, stop } = item;
    const bar = element.querySelector("progress");
    const state = element.querySelector<HTMLElement>(".upload__state");
    const say = (words: string | undefined) => {
      if (state && state.textContent !== words) state.textContent = words ?? "";
    };
    try {
      item.uploaded = await upload(file, this.target(), {
        signal: stop.signal,
        onWaiting: (isWaiting) => say(isWaiting ? state?.dataset.waiting : ""),
        onProgress: (share) => {
          if (bar) bar.value = share;
          say(share < 1 ? "" : state?.dataset.preparing);
        },
      });
    } catch (error) {
      this.#drop(item);
      if (!stop.signal.aborted) showRefusal(`${file.name}: ${error instanceof Error ? error.message : ""}`);
      return;
    }
    bar?.remove();
    say(state?.dataset.ready);
    describe(item, "removeLabel");
    if (this.listener.ready?.(item.uploaded)) this.#drop(item);
    else this.#update();
  }

  #click(target: Element): void {
    const element = target.closest("[data-cancel]")?.closest<HTMLElement>(".upload");
    const item = this.#items.find((one) => one.element === element);
    if (!item) return;
    item.stop.abort();
    this.#drop(item); // one that is there already waits for nothing, and is cleared away by the server
  }

  #drop(item: Item): void {
    item.element.remove();
    this.#items = this.#items.filter((one) => one !== item);
    this.#waiting = this.#waiting.filter((one) => one !== item);
    this.#update();
  }

  #update(): void {
    if (this.#list) this.#list.hidden = this.isEmpty;
    this.listener.changed?.();
  }
}

function describe({ element, file }: Item, label: "label" | "removeLabel"): void {
  const button = element.querySelector<HTMLElement>("[data-cancel]");
  button?.setAttribute("aria-label", (button.dataset[label] ?? "").replace("{name}", file.name));
  const name = element.querySelector(".upload__name");
  if (name) name.textContent = file.name;
}
