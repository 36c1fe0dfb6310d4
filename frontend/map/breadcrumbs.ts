/** The breadcrumbs above the map: from the outermost circle to the one in view. */
import type { Circle } from "./circle";

/** Each circle around this one, for those who have no Escape key, and this one, whose link opens its page. */
export function renderBreadcrumbs(list: HTMLElement, path: readonly Circle[]): void {
  const items = path.map((circle) => {
    const link = document.createElement("a");
    link.href = circle.url;
    link.textContent = circle.name;
    link.dataset.key = circle.key;
    if (circle === path.at(-1)) link.setAttribute("aria-current", "true");
    const item = document.createElement("li");
    item.append(link);
    return item;
  });
  list.replaceChildren(...items);
}
