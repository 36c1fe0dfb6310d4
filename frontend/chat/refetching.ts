/** Messages that are shown are fetched again: what told of a change to them may have been lost. */
const MOST_PAGES = 10;

/** Put a message as it is now in the place of what is shown of it, unless its menu is open or it is being edited; false
 * where it is not shown. */
export function replaceShown(list: HTMLElement, now: HTMLElement): boolean {
  const shown = list.querySelector(`#m-${now.dataset.seq}`);
  const isInUse = shown?.querySelector("[data-edit], [popover]:popover-open");
  if (shown && !isInUse) shown.replaceWith(now);
  return shown !== null;
}

/** Fetch again what is shown before a message, by its number. */
export async function refetchBefore(
  list: HTMLElement,
  fetchLines: (query: string) => Promise<DocumentFragment | null>,
  seq: number,
): Promise<void> {
  for (let [first, pages] = [seq, 0]; pages < MOST_PAGES; pages++) {
    const shown = list.querySelector<HTMLElement>("[data-seq]");
    if (!shown || Number(shown.dataset.seq) >= first) return;
    const found = [...((await fetchLines(`?before=${first}`))?.querySelectorAll<HTMLElement>("[data-seq]") ?? [])];
    for (const message of found) replaceShown(list, message);
    first = Number(found[0]?.dataset.seq ?? 0);
  }
}
