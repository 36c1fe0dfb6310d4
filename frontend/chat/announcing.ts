/** What tells of a new message: words for screen readers, and the button that leads below what one is reading. */

/** Let screen readers say a new message, once. */
export function announce(root: HTMLElement, article: HTMLElement): void {
  const region = root.querySelector<HTMLElement>("[data-announce]");
  const words = [".message__name", ".message__text, .files"].map((part) => article.querySelector(part)?.textContent);
  if (region) region.textContent = words.join(": ").trim().replace(/\s+/g, " ");
}

/** Show or hide what leads to new messages below the part one is reading. */
export function showBelow(root: HTMLElement, isShown: boolean): void {
  root.querySelector<HTMLElement>("[data-below]")?.toggleAttribute("hidden", !isShown);
}
