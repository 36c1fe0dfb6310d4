/** What can be done with the moment that the slider shows: restore it, name it, compare it with now. */
export class MomentBar {
  private readonly atRest: Map<HTMLElement, boolean>;

  /** `to` is the place of the log that the page compares up to: there, the bar is as the server wrote it. */
  constructor(
    private readonly element: HTMLElement,
    private readonly to: number,
  ) {
    const parts = element.querySelectorAll<HTMLElement>("[data-at-moment], [data-at-version]");
    this.atRest = new Map([...parts].map((part) => [part, part.hidden === true]));
  }

  /** Offer it for a place of the log; before the first words (0) there is nothing to restore. */
  show(seq: number, words: string): void {
    const isMoment = seq !== this.to && seq > 0;
    for (const [part, hidden] of this.atRest) part.hidden = isMoment ? "atVersion" in part.dataset : hidden;
    const place = isMoment ? seq : this.to;
    for (const field of this.element.querySelectorAll<HTMLInputElement>("[data-moment-seq]")) field.value = `${place}`;
    this.element.querySelector("[data-compare]")?.setAttribute("href", `?from=@${place}`);
    for (const label of this.element.querySelectorAll("[data-moment-label]")) label.textContent = words;
  }
}
