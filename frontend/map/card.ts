/**
 * What is said of the chosen circle: `data-card` of the map is the id of that part, `data-cards` where each circle's is
 * found by its key. The address follows, so that one comes back to the circle one left.
 */
import { replacePart } from "../htmx";

export class Card {
  #wanted = "";
  #isAsking = false;

  constructor(
    private readonly id: string,
    private readonly addresses: string,
  ) {}

  get #place(): HTMLElement | null {
    return document.getElementById(this.id);
  }

  /** Show the circle with this key; of several presses in a row, the last. */
  show(key: string): void {
    this.#wanted = key;
    if (this.#place && this.addresses && !this.#isAsking) void this.#ask();
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    try {
      for (let place = this.#place; place && place.dataset.circle !== this.#wanted; place = this.#place) {
        const address = `${this.addresses}${this.#wanted}/`;
        const before = place.dataset.circle;
        place.setAttribute("aria-busy", "true");
        await replacePart(place, address, `#${this.id}`);
        this.#place?.removeAttribute("aria-busy");
        if (this.#place?.dataset.circle === before) return; // refused or lost, and said so
        history.replaceState(history.state, "", address);
      }
    } finally {
      this.#isAsking = false;
    }
  }
}
