/**
 * A field that completes what is typed: `data-picks` is the address that lists the matches (`?q=`). Arrows move through
 * them, Enter or a click chooses one, Escape leaves what was typed. Without scripts it is a field for a number or name.
 */
import { fetchInto } from "../htmx";

const WAIT_MS = 150;
/** Events of ours, after a choice: they must not fetch matches again. */
const choiceEvents = new WeakSet<Event>();
let lists = 0;

export function autocomplete(signal: AbortSignal): void {
  let timer = 0;
  const on = <K extends keyof DocumentEventMap>(name: K, handler: (event: DocumentEventMap[K]) => void) =>
    document.addEventListener(name, handler, { signal });
  on("input", (event) => {
    const field = fieldOf(event);
    if (!field || choiceEvents.has(event)) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => void fetchMatches(field), WAIT_MS);
  });
  on("keydown", (event) => {
    const field = fieldOf(event);
    if (field && handleKey(field, event.key)) event.preventDefault();
  });
  // The field keeps the focus while an option is clicked.
  on("mousedown", (event) => {
    if ((event.target as Element).closest(".pick")) event.preventDefault();
  });
  on("click", (event) => {
    const option = (event.target as Element).closest<HTMLElement>(".pick [data-value]");
    const field = option && document.querySelector<HTMLInputElement>(`[aria-controls="${option.parentElement?.id}"]`);
    if (field) choose(field, option);
  });
  on("focusout", (event) => {
    clearTimeout(timer);
    const field = fieldOf(event);
    if (field) close(field);
  });
}

const fieldOf = (event: Event) => (event.target as Element).closest<HTMLInputElement>("input[data-picks]");

/** The list below a field, made when it is first needed. */
function listOf(field: HTMLInputElement): HTMLElement {
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

async function fetchMatches(field: HTMLInputElement): Promise<void> {
  const typed = field.value.trim();
  if (!typed) return close(field);
  const list = listOf(field);
  await fetchInto(list, `${field.dataset.picks}?q=${encodeURIComponent(typed)}`, "li");
  if (field.value.trim() !== typed || document.activeElement !== field) return;
  list.hidden = list.childElementCount === 0;
  field.setAttribute("aria-expanded", String(!list.hidden));
  field.removeAttribute("aria-activedescendant");
}

/** What a key does in an open list; returns whether it was used. */
function handleKey(field: HTMLInputElement, key: string): boolean {
  if (field.getAttribute("aria-expanded") !== "true") return false;
  const options = [...listOf(field).querySelectorAll<HTMLElement>("[data-value]")];
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const current = options[at];
  if (key === "Escape") close(field);
  else if (key === "Enter" && current) choose(field, current);
  else if (key === "ArrowDown" || key === "ArrowUp") highlight(field, options, at + (key === "ArrowDown" ? 1 : -1));
  else return false;
  return true;
}

function highlight(field: HTMLInputElement, options: HTMLElement[], to: number): void {
  const next = options.at(to < 0 ? -1 : to % options.length);
  for (const option of options) option.setAttribute("aria-selected", String(option === next));
  if (next) field.setAttribute("aria-activedescendant", next.id);
  next?.scrollIntoView?.({ block: "nearest" });
}

function choose(field: HTMLInputElement, option: HTMLElement): void {
  field.value = option.dataset.value ?? "";
  close(field);
  field.focus();
  for (const name of ["input", "change"]) {
    const event = new Event(name, { bubbles: true });
    choiceEvents.add(event);
    field.dispatchEvent(event);
  }
}

function close(field: HTMLInputElement): void {
  if (!field.hasAttribute("aria-controls")) return;
  listOf(field).hidden = true;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}
