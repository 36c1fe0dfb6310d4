/** More of a conversation comes in above or below what is shown. */
import { groupByAuthor } from "./message_groups";
import { showUnreadLine } from "./read_position";
import { fetchLines } from "./requests";
import { measure, messagesIn, stretchOf } from "./stretches";

export class MoreMessages {
  #isFetching = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly list: HTMLElement,
  ) {}

  async loadEarlier(): Promise<boolean> {
    const link = this.list.querySelector<HTMLElement>(":scope > [data-earlier]");
    const found = link && (await this.#fetch(`?before=${link.dataset.earlier}`));
    if (!found || !link.isConnected) return false;
    const fromEnd = this.list.scrollHeight - this.list.scrollTop;
    const day = [...found.querySelectorAll<HTMLElement>("[data-day]")].at(-1)?.dataset.day;
    if (day) this.list.querySelector(`[data-day="${day}"]`)?.remove();
    found.querySelector("[data-later]")?.remove();
    this.#putIn(found, link);
    this.list.scrollTop = this.list.scrollHeight - fromEnd;
    return true;
  }

  /** Go on below what is shown, where the page was opened in the middle of the conversation; false where nothing came. */
  async loadLater(): Promise<boolean> {
    const link = this.list.querySelector<HTMLElement>(":scope > [data-later]");
    const found = link && (await this.#fetch(`?after=${link.dataset.later}`));
    if (!found || !link.isConnected) return false;
    found.querySelector("[data-earlier]")?.remove();
    const day = found.querySelector<HTMLElement>("[data-day]");
    if (day && this.list.querySelector(`[data-day="${day.dataset.day}"]`)) day.remove();
    if (!found.querySelector("[data-later]")) {
      this.root.dataset.ends = "";
      this.list.querySelector(".stream__later")?.remove();
    }
    const place = this.list.scrollTop;
    this.#putIn(found, link);
    this.list.scrollTop = place;
    return true;
  }

  /** Put what came in the place of the link to it; what follows may join its last message. */
  #putIn(found: DocumentFragment, link: HTMLElement): void {
    const stretch = stretchOf(found);
    link.replaceWith(found);
    this.#showUnreadLine();
    groupByAuthor([...messagesIn([stretch]), ...messagesIn([stretch.nextElementSibling]).slice(0, 1)]);
    measure([stretch]);
  }

  /** The first new message has come into what is shown: the line stands before it. */
  #showUnreadLine(): void {
    const first = Number(this.root.dataset.firstUnread ?? 0);
    if (!first || this.list.querySelector(".talk__day--new") || !this.list.querySelector(`#m-${first}`)) return;
    showUnreadLine(this.root, this.list, first - 1);
    this.root.querySelector("[data-to-unread]")?.remove();
  }

  async #fetch(query: string): Promise<DocumentFragment | null> {
    if (this.#isFetching) return null;
    this.#isFetching = true;
    const found = await fetchLines(this.root.dataset.base ?? "", query);
    this.#isFetching = false;
    return found;
  }
}
