/**
 * A field that completes what is typed: `data-picks` is the address that lists the matches (`?q=`). Arrows move through
 * them, Enter or a click chooses one, Escape leaves what was typed. Without scripts it is a field for a number or name.
 */
import { fetchInto } from "../htmx";
import { chosenIn, closeList, fieldOfOption, listOf, moveInList } from "./option_list";

const WAIT_MS = 150;
/** Events of ours, after a choice: they must not fetch matches again. */
const choiceEvents = new WeakSet<Event>();

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
    const field = option && fieldOfOption<HTMLInputElement>(option);
    if (field) choose(field, option);
  });
  on("focusout", (event) => {
    clearTimeout(timer);
    const field = fieldOf(event);
    if (field) close(field);
  });
}

const fieldOf = (event: Event) => (event.target as Element).closest<HTMLInputElement>("input[data-picks]");

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
  const current = chosenIn(options);
  if (key === "Escape") close(field);
  else if (key === "Enter" && current) choose(field, current);
  else return moveInList(field, options, key);
  return true;
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
  closeList(field);
  if (field.hasAttribute("aria-controls")) field.setAttribute("aria-expanded", "false");
}
