/**
 * Names to choose from while one writes `@` in a text: `data-mentions` on a textarea is the address that lists people
 * (`?q=`). Arrows move through them, Enter, Tab or a click takes one, Escape leaves what was typed.
 */
import { chosenIn, closeList, fieldOfOption, highlight, isOpen, listOf, moveInList } from "./option_list";

interface Person {
  kind: string;
  name: string;
  note: string;
}

/** What stands before the caret, from an `@` that begins a word; a name has four words at most. */
const TYPED = /(?:^|[\s(«“"'’])@((?:[^\s@]+(?: [^\s@]+){0,3} ?)?)$/;
const WAIT_MS = 150;

export function mentionPeople(signal: AbortSignal): void {
  let timer = 0;
  const on = <K extends keyof DocumentEventMap>(
    name: K,
    handler: (event: DocumentEventMap[K]) => void,
    capture = false,
  ) => document.addEventListener(name, handler, { signal, capture });
  on("input", (event) => {
    const field = fieldOf(event);
    clearTimeout(timer);
    if (field) timer = window.setTimeout(() => void offer(field), WAIT_MS);
  });
  // Before whatever sends the form at Enter, or closes it at Escape.
  on(
    "keydown",
    (event) => {
      const field = fieldOf(event);
      if (!field || event.isComposing || !handleKey(field, event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
  // The field keeps the focus while a name is clicked.
  on("mousedown", (event) => {
    if (optionOf(event)) event.preventDefault();
  });
  on("click", (event) => {
    const option = optionOf(event);
    const field = option && fieldOfOption<HTMLTextAreaElement>(option);
    if (field) take(field, option);
  });
  on("focusout", (event) => {
    clearTimeout(timer);
    const field = fieldOf(event);
    if (field) closeList(field);
  });
}

const fieldOf = (event: Event) => (event.target as Element).closest<HTMLTextAreaElement>("textarea[data-mentions]");
const optionsOf = (field: HTMLTextAreaElement) => [...listOf(field).querySelectorAll<HTMLElement>("[data-name]")];
const optionOf = (event: Event) => (event.target as Element).closest<HTMLElement>(".pick [data-name]");

/** What was typed after the `@` before the caret; null when there is none. */
function typedIn(field: HTMLTextAreaElement): string | null {
  if (field.selectionStart !== field.selectionEnd) return null;
  return TYPED.exec(field.value.slice(0, field.selectionStart))?.[1] ?? null;
}

async function offer(field: HTMLTextAreaElement): Promise<void> {
  const typed = typedIn(field);
  if (typed === null) return closeList(field);
  const found = await people(field.dataset.mentions ?? "", typed);
  // Meanwhile somebody may have typed on, or left.
  if (typedIn(field) !== typed || document.activeElement !== field) return;
  const list = listOf(field);
  list.replaceChildren(...found.map((person, number) => optionFor(person, `${list.id}-${number}`)));
  list.hidden = found.length === 0;
  highlight(field, optionsOf(field), 0);
  field.setAttribute("aria-autocomplete", "list");
}

async function people(address: string, typed: string): Promise<Person[]> {
  try {
    const response = await fetch(`${address}?${new URLSearchParams({ q: typed.trim() })}`);
    const found: Person[] = response.ok ? await response.json() : [];
    return found.filter(({ kind }) => kind === "person");
  } catch {
    return []; // offline: the name can be typed
  }
}

function optionFor({ name, note }: Person, id: string): HTMLElement {
  const option = document.createElement("li");
  Object.assign(option, { id, className: "line pick__one" });
  option.setAttribute("role", "option");
  option.dataset.name = name;
  for (const [className, words] of [
    ["pick__name", name],
    ["pick__note", note],
  ] as const) {
    if (words) option.append(Object.assign(document.createElement("span"), { className, textContent: words }));
  }
  return option;
}

/** What a key does in an open list; returns whether it was used. */
function handleKey(field: HTMLTextAreaElement, key: string): boolean {
  if (!isOpen(field)) return false;
  const options = optionsOf(field);
  const current = chosenIn(options);
  if (key === "Escape") closeList(field);
  else if ((key === "Enter" || key === "Tab") && current) take(field, current);
  else return moveInList(field, options, key);
  return true;
}

/** Writes a name in the place of what was typed. */
function take(field: HTMLTextAreaElement, option: HTMLElement): void {
  const typed = typedIn(field) ?? "";
  const end = field.selectionStart;
  const behind = field.value[end] === " " ? end + 1 : end;
  closeList(field);
  field.focus();
  field.setRangeText(`${option.dataset.name} `, end - typed.length, behind, "end");
  field.dispatchEvent(new Event("change", { bubbles: true }));
}
