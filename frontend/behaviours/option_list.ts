/**
 * Options below a field that keeps the focus. Which one is chosen is told by `aria-activedescendant`; arrows move, and
 * Escape closes.
 */
type Field = HTMLInputElement | HTMLTextAreaElement;

let lists = 0;

/** The list below a field, made when it is first needed. */
export function listOf(field: Field): HTMLElement {
  const existing = document.getElementById(field.getAttribute("aria-controls") ?? "");
  if (existing) return existing;
  const list = document.createElement("ul");
  Object.assign(list, { className: "pick", id: `pick-list-${++lists}`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels?.[0]?.textContent?.trim() ?? "");
  field.setAttribute("aria-controls", list.id);
  field.after(list);
  return list;
}

export const isOpen = (field: Field): boolean => field.hasAttribute("aria-controls") && !listOf(field).hidden;

/** The field of the list that an option stands in. */
export const fieldOfOption = <Found extends Field>(option: HTMLElement): Found | null =>
  document.querySelector<Found>(`[aria-controls="${option.parentElement?.id}"]`);

export function highlight(field: Field, options: readonly HTMLElement[], to: number): void {
  const next = options.at(to < 0 ? -1 : to % options.length);
  for (const option of options) option.setAttribute("aria-selected", String(option === next));
  if (next) field.setAttribute("aria-activedescendant", next.id);
  next?.scrollIntoView?.({ block: "nearest" });
}

export function closeList(field: Field): void {
  if (!field.hasAttribute("aria-controls")) return;
  listOf(field).hidden = true;
  field.removeAttribute("aria-activedescendant");
}

/** What a key does in an open list besides choosing; returns whether it was used. */
export function moveInList(field: Field, options: readonly HTMLElement[], key: string): boolean {
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (key === "ArrowDown" || key === "ArrowUp") highlight(field, options, at + (key === "ArrowDown" ? 1 : -1));
  else return false;
  return true;
}

export const chosenIn = (options: readonly HTMLElement[]): HTMLElement | undefined =>
  options.find((option) => option.getAttribute("aria-selected") === "true");
