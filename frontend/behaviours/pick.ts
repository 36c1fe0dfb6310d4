/**
 * A field that chooses one of many by typing: `data-picks` is the address that lists what fits (`?q=`). Arrows walk
 * through it, Enter or a press takes one, Escape leaves what was typed. Before scripts it is a field for a number or name.
 */
import { fetchInto } from "../htmx";

const WAITS_MS = 150;
/** What was picked is not typed: it asks for nothing. */
const picked = new WeakSet<Event>();
let lists = 0;

export function pick(signal: AbortSignal): void {
  let timer = 0;
  const on = <K extends keyof DocumentEventMap>(name: K, act: (event: DocumentEventMap[K]) => void) =>
    document.addEventListener(name, act, { signal });
  on("input", (event) => {
    const field = fieldOf(event);
    if (!field || picked.has(event)) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(field), WAITS_MS);
  });
  on("keydown", (event) => {
    const field = fieldOf(event);
    if (field && press(field, event.key)) event.preventDefault();
  });
  // The field keeps the focus.
  on("mousedown", (event) => {
    if ((event.target as Element).closest(".pick")) event.preventDefault();
  });
  on("click", (event) => {
    const one = (event.target as Element).closest<HTMLElement>(".pick [data-value]");
    const field = one && document.querySelector<HTMLInputElement>(`[aria-controls="${one.parentElement?.id}"]`);
    if (field) take(field, one);
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
  const known = document.getElementById(field.getAttribute("aria-controls") ?? "");
  if (known) return known;
  const list = document.createElement("ul");
  Object.assign(list, { className: "pick", id: `pick-list-${++lists}`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels?.[0]?.textContent?.trim() ?? "");
  field.setAttribute("aria-controls", list.id);
  field.after(list);
  return list;
}

async function ask(field: HTMLInputElement): Promise<void> {
  const typed = field.value.trim();
  if (!typed) return close(field);
  const list = listOf(field);
  await fetchInto(list, `${field.dataset.picks}?q=${encodeURIComponent(typed)}`, "li");
  if (field.value.trim() !== typed || document.activeElement !== field) return;
  list.hidden = list.childElementCount === 0;
  field.setAttribute("aria-expanded", String(!list.hidden));
  field.removeAttribute("aria-activedescendant");
}

/** What a key does in an open list; gives whether it did something. */
function press(field: HTMLInputElement, key: string): boolean {
  if (field.getAttribute("aria-expanded") !== "true") return false;
  const all = [...listOf(field).querySelectorAll<HTMLElement>("[data-value]")];
  const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const chosen = all[at];
  if (key === "Escape") close(field);
  else if (key === "Enter" && chosen) take(field, chosen);
  else if (key === "ArrowDown" || key === "ArrowUp") point(field, all, at + (key === "ArrowDown" ? 1 : -1));
  else return false;
  return true;
}

function point(field: HTMLInputElement, all: HTMLElement[], to: number): void {
  const next = all.at(to < 0 ? -1 : to % all.length);
  for (const one of all) one.setAttribute("aria-selected", String(one === next));
  if (next) field.setAttribute("aria-activedescendant", next.id);
  next?.scrollIntoView?.({ block: "nearest" });
}

function take(field: HTMLInputElement, one: HTMLElement): void {
  field.value = one.dataset.value ?? "";
  close(field);
  field.focus();
  for (const name of ["input", "change"]) {
    const event = new Event(name, { bubbles: true });
    picked.add(event);
    field.dispatchEvent(event);
  }
}

function close(field: HTMLInputElement): void {
  if (!field.hasAttribute("aria-controls")) return;
  listOf(field).hidden = true;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}
