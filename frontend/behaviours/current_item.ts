/** `data-follows` on a list that scrolls by itself: a new current item comes into view. */

export function currentItem(signal: AbortSignal): void {
  const followed = new WeakMap<Element, string>();
  const follow = (): void => {
    for (const list of document.querySelectorAll<HTMLElement>("[data-follows]")) {
      const item = list.querySelector<HTMLElement>("[aria-current]");
      const name = item?.textContent ?? "";
      if (!item || followed.get(list) === name) continue;
      followed.set(list, name);
      const [inside, at] = [list.getBoundingClientRect(), item.getBoundingClientRect()];
      if (at.top < inside.top || at.bottom > inside.bottom) list.scrollTop += at.top - inside.top - inside.height / 3;
    }
  };
  follow();
  document.addEventListener("htmx:after:settle", follow, { signal });
}
