/** Who else is writing at this page; each is forgotten a few seconds after they last said so. */
export type TypingPerson = { id: string; name: string };

const FORGET_MS = 5_000;

export class TypingLine {
  readonly #people = new Map<string, { name: string; timer: ReturnType<typeof setTimeout> }>();

  constructor(
    private readonly line: HTMLElement | null,
    signal: AbortSignal,
  ) {
    signal.addEventListener("abort", () => {
      for (const { timer } of this.#people.values()) clearTimeout(timer);
    });
  }

  add({ id, name }: TypingPerson): void {
    clearTimeout(this.#people.get(id)?.timer);
    this.#people.set(id, { name: name.split(" ")[0] ?? name, timer: setTimeout(() => this.forget(id), FORGET_MS) });
    this.#show();
  }

  /** What they wrote is here, or they stopped. Ids are written with or without hyphens. */
  forget(id: string): void {
    const key = id.replaceAll("-", "");
    clearTimeout(this.#people.get(key)?.timer);
    if (this.#people.delete(key)) this.#show();
  }

  #show(): void {
    if (!this.line) return;
    const names = [...this.#people.values()].map(({ name }) => name);
    const { one = "", several = "" } = this.line.dataset;
    this.line.textContent = names.length ? (names.length > 1 ? several : one).replace("{names}", names.join(", ")) : "";
  }
}
