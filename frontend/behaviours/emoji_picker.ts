/**
 * All emoji in a menu: `data-emoji="react"` makes each a reaction, `data-emoji="insert"` a button that puts it into the
 * field. Those that one took last stand first; what is typed finds by the words of both languages.
 */
const RECENT = "emoji:recent";
const MOST_RECENT = 16;
const MOST_FOUND = 60;
const WAIT_MS = 120;

export function emojiPicker(signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const on = <K extends keyof DocumentEventMap>(name: K, handler: (event: DocumentEventMap[K]) => void) =>
    document.addEventListener(name, handler, { signal, capture: true }); // toggle does not bubble
  on("toggle", (event) => {
    const menu = menuAt(event);
    if (menu && (event as ToggleEvent).newState === "open") void show(menu);
  });
  on("input", (event) => {
    const menu = (event.target as Element).matches(".emoji__search") && menuAt(event);
    if (!menu) return;
    clearTimeout(timer);
    timer = setTimeout(() => void show(menu), WAIT_MS);
  });
  on("keydown", (event) => {
    const menu = (event.target as Element).matches(".emoji__search") && menuAt(event);
    if (!menu || event.key !== "Enter") return;
    event.preventDefault(); // the search stands in a form
    menu.querySelector<HTMLElement>("[data-emoji-found] button")?.click();
  });
  on("click", (event) => {
    const sign = (event.target as Element).closest<HTMLElement>("[data-emoji-sign]")?.dataset.emojiSign;
    if (sign) remember(sign);
  });
}

const menuAt = (event: Event): HTMLElement | null =>
  (event.target as Element).closest?.<HTMLElement>(".menu[data-emoji]") ?? null;

/** Show what fits what is typed, or all. */
async function show(menu: HTMLElement): Promise<void> {
  const found = menu.querySelector<HTMLElement>("[data-emoji-found]");
  const field = menu.querySelector<HTMLInputElement>(".emoji__search");
  if (!found || !field) return;
  menu.querySelector<HTMLElement>("[data-emoji-list]")?.removeAttribute("hidden");
  const typed = field.value.trim();
  const first = [...recent(), ...(menu.dataset.emojiFirst ?? "").split(" ").filter(Boolean)];
  const { allEmoji, emojiFor } = await import("./emoji");
  const { lang } = document.documentElement;
  const rows = typed ? await emojiFor(typed, lang, first, MOST_FOUND) : await allEmoji(lang, first);
  if (field.value.trim() !== typed) return; // more was typed meanwhile
  found.replaceChildren(...rows.map(({ sign, name }) => buttonFor(menu, sign, name)));
}

function buttonFor(menu: HTMLElement, sign: string, name: string): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "emoji__sign";
  button.textContent = button.dataset.emojiSign = sign;
  button.title = name;
  button.setAttribute("aria-label", name);
  if (menu.dataset.emoji === "react") {
    button.type = "submit";
    button.name = "kind";
    button.value = button.dataset.react = sign;
  } else {
    button.dataset.insert = sign;
    button.dataset.once = "";
  }
  return button;
}

/** Those that a person took last on this device, the last one first. */
export function recent(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(RECENT) ?? "[]");
    return Array.isArray(kept) ? kept.filter((sign) => typeof sign === "string").slice(0, MOST_RECENT) : [];
  } catch {
    return [];
  }
}

export function remember(sign: string): void {
  const kept = [sign, ...recent().filter((one) => one !== sign)].slice(0, MOST_RECENT);
  localStorage.setItem(RECENT, JSON.stringify(kept));
}
