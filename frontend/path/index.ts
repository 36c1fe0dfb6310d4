/**
 * The island `path`: plays the baselines one after the other. Each step is the page of a baseline, fetched and morphed
 * in; the links in it (`[data-number]`, in their order) are the steps. `[data-play]` begins and pauses, its `data-pause`
 * is what it says meanwhile.
 */
import { replacePart } from "../htmx";

/** How long (ms) each baseline is seen. */
const STEP = 1_800;

export function mount(element: HTMLElement): () => void {
  const player = new Player(element);
  return () => player.pause();
}

class Player {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly playWords: string;

  constructor(private readonly element: HTMLElement) {
    this.playWords = this.button?.textContent?.trim() ?? "";
    element.addEventListener("click", (event) => {
      if ((event.target as Element).closest("[data-play]")) this.toggle();
    });
    this.showButton();
  }

  private get button(): HTMLButtonElement | null {
    return this.element.querySelector<HTMLButtonElement>("[data-play]");
  }

  private toggle(): void {
    const { steps, at } = this;
    if (this.timer !== null) this.pause();
    else void this.go(steps[at + 1] ?? steps[0]);
  }

  pause(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.showButton();
  }

  private get steps(): string[] {
    const links = [...this.element.querySelectorAll<SVGAElement>("a[data-number]")];
    return links.map((link) => link.dataset.number ?? "");
  }

  /** The place of the step that is shown. */
  private get at(): number {
    const shown = this.element.querySelector<SVGAElement>("a[data-number]:has(.timeline__base--here)");
    return this.steps.indexOf(shown?.dataset.number ?? "");
  }

  private async go(step: string | undefined): Promise<void> {
    const page = document.getElementById("path");
    if (!step || !page) return this.pause();
    this.timer = setTimeout(() => void this.next(), STEP);
    const address = `${location.pathname}?to=${step}`;
    await replacePart(page, address, "#path");
    history.replaceState(history.state, "", address);
    this.showButton();
  }

  private next(): void {
    const step = this.steps[this.at + 1];
    if (step) void this.go(step);
    else this.pause();
  }

  private showButton(): void {
    const { button } = this;
    if (!button) return;
    button.disabled = false;
    const words = button.querySelector("span");
    const isPlaying = this.timer !== null;
    if (words) words.textContent = isPlaying ? (button.dataset.pause ?? "") : this.playWords;
    button.setAttribute("aria-pressed", String(isPlaying));
  }
}
