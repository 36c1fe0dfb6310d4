/**
 * Menus: every `.menu[popover]`, opened by a button with `popovertarget`. It takes the focus when it opens; arrows, Home
 * and End move in it, Escape leads back to its button, and ArrowDown or ArrowUp on the button opens it at its first or
 * last item. One with nothing but items is a menu to screen readers too, and Tab leaves it; in one with fields Tab goes
 * through them. What a server fills is taken up once it is there. What is offered while one types (`popover="manual"`)
 * is none of these: the focus stays where the words go.
 */
const MENU = '.menu[popover]:not([popover="manual"])';
const ITEM = ".menu__item, .menu--reactions button";
const FIELD = "input:not([type=hidden]), textarea, select";

/** Which button opened a menu last: several rows may share one. */
const openers = new WeakMap<HTMLElement, HTMLElement>();
/** Where a menu is entered that a key opens. */
const entries = new WeakMap<HTMLElement, "first" | "last">();

export function menus(signal: AbortSignal): void {
  const on = <K extends keyof DocumentEventMap>(name: K, handler: (event: DocumentEventMap[K]) => void) =>
    document.addEventListener(name, handler, { signal, capture: true }); // neither toggle nor focus bubbles
  announceMenus();
  document.addEventListener("htmx:after:settle", afterSwap, { signal });
  on("click", (event) => {
    const button = openerAt(event);
    const menu = button && menuOf(button);
    if (!menu) return;
    openers.set(menu, button);
    if (button.hasAttribute("hx-get")) menu.replaceChildren(); // what it said of another row is not chosen by mistake
  });
  on("toggle", (event) => {
    const menu = event.target as HTMLElement;
    if (!menu.matches?.(MENU)) return;
    if ((event as ToggleEvent).newState === "open") enter(menu);
    else leave(menu);
  });
  on("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const menu = (event.target as Element).closest<HTMLElement>(MENU);
    if (menu ? moveIn(menu, event) : openBy(event)) event.preventDefault();
  });
}

/** What can be moved to in a menu. */
function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>(ITEM)].filter(
    (item) => !item.hidden && !item.matches(":disabled") && (item.checkVisibility?.() ?? true),
  );
}

const openerAt = (event: Event): HTMLElement | null =>
  (event.target as Element).closest<HTMLElement>("[popovertarget]");

function menuOf(button: HTMLElement): HTMLElement | null {
  const found = document.getElementById(button.getAttribute("popovertarget") ?? "");
  return found?.matches(MENU) ? found : null;
}

/** Whether there is nothing in it but items. */
const isPure = (menu: HTMLElement): boolean => !menu.querySelector(FIELD) && !menu.matches("[role=group]");

/** Say of the buttons on the page that they open menus. */
function announceMenus(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[popovertarget]:not([aria-haspopup])")) {
    const menu = menuOf(button);
    if (menu && isPure(menu)) button.setAttribute("aria-haspopup", "menu");
  }
}

function describe(menu: HTMLElement): void {
  if (!isPure(menu)) return;
  const opener = openers.get(menu);
  menu.setAttribute("role", "menu");
  if (opener) menu.setAttribute("aria-label", opener.getAttribute("aria-label") ?? opener.textContent?.trim() ?? "");
  for (const wrapper of menu.querySelectorAll("form, ul, li, p, span:has(> .menu__item)")) {
    if (!wrapper.closest(ITEM)) wrapper.setAttribute("role", "none");
  }
  for (const item of itemsOf(menu)) {
    if (!item.hasAttribute("role")) item.setAttribute("role", "menuitem");
    item.tabIndex = -1;
  }
}

function enter(menu: HTMLElement): void {
  describe(menu);
  if (menu.querySelector("[autofocus]")) return;
  const items = itemsOf(menu);
  (entries.get(menu) === "last" ? items.at(-1) : items[0])?.focus({ preventScroll: true });
  if (items.length) entries.delete(menu);
}

/** A menu that had the focus gives it back to its button; one that was left for something else does not. */
function leave(menu: HTMLElement): void {
  const { activeElement } = document;
  if (activeElement === document.body || menu.contains(activeElement))
    openers.get(menu)?.focus({ preventScroll: true });
}

function afterSwap(): void {
  announceMenus();
  const menu = document.querySelector<HTMLElement>(`${MENU}:popover-open`);
  if (menu && (document.activeElement === openers.get(menu) || document.activeElement === document.body)) enter(menu);
}

/** What a key does in an open menu; returns whether it was used. */
function moveIn(menu: HTMLElement, { key, target }: KeyboardEvent): boolean {
  if ((target as Element).matches(FIELD)) return false;
  if (key === "Tab" && isPure(menu)) {
    menu.hidePopover(); // the focus goes on from its button
    return false;
  }
  const items = itemsOf(menu);
  const at = items.indexOf(target as HTMLElement);
  const across = menu.matches(".menu--reactions");
  if (key === "ArrowDown" || (across && key === "ArrowRight")) items[(at + 1) % items.length]?.focus();
  else if (key === "ArrowUp" || (across && key === "ArrowLeft")) items.at(at < 0 ? -1 : at - 1)?.focus();
  else if (key === "Home") items[0]?.focus();
  else if (key === "End") items.at(-1)?.focus();
  else return false;
  return true;
}

/** ArrowDown and ArrowUp on its button open a menu; returns whether one was opened. */
function openBy(event: KeyboardEvent): boolean {
  const button = openerAt(event);
  const menu = button && menuOf(button);
  if (!menu || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return false;
  entries.set(menu, event.key === "ArrowUp" ? "last" : "first");
  if (!menu.matches(":popover-open")) button.click();
  return true;
}
