/**
 * The card about the chosen circle: `data-card` of the map is the id of its element, `data-cards` the address under
 * which each circle's card is found by its key. The page's address follows, so that one comes back to the same circle.
 */
import { replacePart } from "../htmx";

export class CircleCard {
  #chosen = "";
  #isFetching = false;

  constructor(
    private readonly id: string,
    private readonly addresses: string,
  ) {}

  get #element(): HTMLElement | null {
    return document.getElementById(this.id);
  }

  /** Show the card of the circle with this key; of several in a row, the last. */
  show(key: string): void {
    this.#chosen = key;
    if (this.#element && this.addresses && !this.#isFetching) void this.#fetch();
  }

  async #fetch(): Promise<void> {
    this.#isFetching = true;
    try {
      for (let card = this.#element; card && card.dataset.circle !== this.#chosen; card = this.#element) {
        const address = `${this.addresses}${this.#chosen}/`;
        const before = card.dataset.circle;
        card.setAttribute("aria-busy", "true");
        await replacePart(card, address, `#${this.id}`);
        this.#element?.removeAttribute("aria-busy");
        if (this.#element?.dataset.circle === before) return; // failed, and reported in a toast
        history.replaceState(history.state, "", address);
      }
    } finally {
      this.#isFetching = false;
    }
  }
}
