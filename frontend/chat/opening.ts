/** Where a conversation is opened. */

/** Go to the message that the address names, of a page's own list also without a hash; false where it names none. */
export function goToNamed(list: HTMLElement, isOfPage: boolean): boolean {
  const at = isOfPage ? new URLSearchParams(location.search).get("at") : null;
  const anchor = location.hash.match(/^#m-\d+$/)?.[0] ?? (at && /^\d+$/.test(at) ? `#m-${at}` : null);
  const message = anchor && list.querySelector<HTMLElement>(anchor);
  if (message) message.scrollIntoView?.({ block: "center" });
  return Boolean(message);
}

/** Go to the line behind which messages are new; false where there is none. */
export function goToUnread(list: HTMLElement): boolean {
  const line = list.querySelector<HTMLElement>(".talk__day--new");
  if (!line) return false;
  // In a panel beside a page, the list scrolls and the page does not.
  list.scrollTop += line.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 4;
  return true;
}
