/** The slider below the text: moved by finger, mouse and keys, or playing by itself. */
import type { Translate } from "../strings";

const STEPS = 160; // of a whole play
const STEP_MS = 110;

export class Slider {
  private readonly range: HTMLInputElement | null;
  private readonly button: HTMLButtonElement | null;
  private readonly moment: HTMLElement | null;
  private readonly handle: SVGElement | null;
  private timer = 0;

  constructor(
    element: HTMLElement,
    private readonly translate: Translate,
    private readonly show: (seq: number) => Promise<void>,
    signal: AbortSignal,
  ) {
    this.range = element.querySelector("[data-range]");
    this.button = element.querySelector("[data-play]");
    this.moment = element.querySelector("[data-moment]");
    this.handle = element.querySelector("[data-now]");
    for (const control of [this.range, this.button]) if (control) control.hidden = false;
    this.range?.addEventListener("input", () => void this.moved(), { signal });
    this.button?.addEventListener("click", () => void this.toggle(), { signal });
    signal.addEventListener("abort", () => this.pause());
  }

  begin(seq: number): void {
    if (!this.range) return;
    this.range.step = String(Math.max(1, Math.round(this.last / STEPS)));
    this.place(seq);
  }

  /** Say which moment is shown. */
  say(words: string): void {
    if (this.moment) this.moment.textContent = words;
    this.range?.setAttribute("aria-valuetext", words);
  }

  private get last(): number {
    return Number(this.range?.max ?? 0);
  }

  private get seq(): number {
    return Number(this.range?.value ?? 0);
  }

  private place(seq: number): void {
    if (this.range) this.range.value = String(seq);
    this.handle?.setAttribute("cx", `${this.last ? (100 * seq) / this.last : 0}%`);
  }

  private async moved(): Promise<void> {
    this.pause();
    this.place(this.seq);
    await this.show(this.seq);
  }

  private async toggle(): Promise<void> {
    if (this.timer) {
      this.pause();
      return;
    }
    this.name("pause");
    this.timer = -1; // while the first moment is being made
    if (this.seq >= this.last) this.place(0);
    await this.show(this.seq);
    if (this.timer) this.schedule();
  }

  private schedule(): void {
    this.timer = window.setTimeout(() => void this.step(), STEP_MS);
  }

  private async step(): Promise<void> {
    this.place(Math.min(this.last, this.seq + Math.max(1, Math.ceil(this.last / STEPS))));
    await this.show(this.seq);
    if (!this.timer) return;
    if (this.seq >= this.last) this.pause();
    else this.schedule();
  }

  private pause(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.name("play");
  }

  private name(act: "play" | "pause"): void {
    this.button?.setAttribute("aria-label", this.translate(act));
    const icon = this.button?.querySelector("use");
    icon?.setAttribute("href", (icon.getAttribute("href") ?? "").replace(/#.*/, `#i-${act}`));
  }
}
