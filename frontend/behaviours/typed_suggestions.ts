/**
 * What is offered while one writes in a text: people (and circles) after `@`, things after `#`, emoji after `:`, and
 * commands after `/` at its beginning. A textarea says what it has: `data-mentions` and `data-things` are the addresses
 * that list them (`?q=`), `data-with-circles`, `data-emoji` (the emoji that come first), `data-commands` (their names).
 * Arrows move through the list, Enter, Tab or a click takes one, Escape leaves what was typed.
 */

import { chosenIn, closeList, fieldOfOption, highlight, isOpen, listOf, moveInList } from "./option_list";
import { commandAddress } from "./slash_commands";

/** One that fits: what is written in the place of what was typed, with its sign, and what people see. */
interface Suggestion {
  written: string;
  name: string;
  note: string;
  head?: string;
}

interface Source {
  /** What stands before the caret; the group is what is looked for, the whole match without it what stays. */
  typed: RegExp;
  find: (field: HTMLTextAreaElement, typed: string) => Promise<Suggestion[]> | Suggestion[];
}

/** A name has four words at most. */
const NAME = "((?:[^\\s@#]+(?: [^\\s@#]+){0,3} ?)?)";
const BEFORE = "(?:^|[\\s(«“\"'’])";
const WAIT_MS = 150;
const MOST = 8;
/** Names that the server reads as a mention (`documents.conversation.text.markup`); others are written by their key. */
const PLAIN_NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_.\-'’]*(?: [\p{L}\p{N}_][\p{L}\p{N}_.\-'’]*){0,3}$/u;
/** Of all that search finds, only what can be named by its key. */
const REFERENCED = { referenced: "true" };
const REFERENCE = /^[A-Z]{1,6}-\d+(\.\d+)*$/;

const SOURCES: Source[] = [
  { typed: new RegExp(`${BEFORE}(@${NAME})$`), find: people },
  { typed: new RegExp(`${BEFORE}(#${NAME})$`), find: things },
  { typed: /(?:^|[\s(])(:([\p{L}_]{2,}))$/u, find: emoji },
  { typed: /^(\/(\w*))$/, find: commands },
];

export function typedSuggestions(signal: AbortSignal): void {
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

/** What was typed before the caret that something is offered for: with its sign, without it, and where it is looked up. */
function typedIn(field: HTMLTextAreaElement): { all: string; typed: string; source: Source } | null {
  if (field.selectionStart !== field.selectionEnd) return null;
  const before = field.value.slice(0, field.selectionStart);
  for (const source of SOURCES) {
    const [, all, typed] = source.typed.exec(before) ?? [];
    if (all !== undefined) return { all, typed: typed ?? "", source };
  }
  return null;
}

async function offer(field: HTMLTextAreaElement): Promise<void> {
  const asked = typedIn(field);
  if (!asked) return closeList(field);
  const found = await asked.source.find(field, asked.typed);
  // Meanwhile a person may have typed on, or left.
  if (typedIn(field)?.all !== asked.all || document.activeElement !== field) return;
  const list = listOf(field);
  list.replaceChildren(...found.flatMap((one, number) => optionFor(one, found[number - 1], `${list.id}-${number}`)));
  list.hidden = found.length === 0;
  highlight(field, optionsOf(field), 0);
  field.setAttribute("aria-autocomplete", "list");
}

async function fetched<Row>(
  address: string | undefined,
  typed: string,
  more: Record<string, string> = {},
): Promise<Row[]> {
  if (!address) return [];
  try {
    const response = await fetch(`${address}?${new URLSearchParams({ q: typed.trim(), ...more })}`);
    return response.ok ? ((await response.json()) as Row[]) : [];
  } catch {
    return []; // offline: the name can be typed
  }
}

async function people(field: HTMLTextAreaElement, typed: string): Promise<Suggestion[]> {
  const found = await fetched<{ kind: string; id: string; name: string; note: string }>(field.dataset.mentions, typed);
  const { withCircles, peopleHead, circlesHead } = field.dataset;
  return found
    .filter(({ kind }) => kind === "person" || (kind === "circle" && withCircles !== undefined))
    .map(({ kind, id, name, note }) => ({
      written: `@${kind === "circle" && !PLAIN_NAME.test(name) ? id : name}`,
      name,
      note,
      head: (kind === "circle" ? circlesHead : peopleHead) ?? "",
    }));
}

async function things(field: HTMLTextAreaElement, typed: string): Promise<Suggestion[]> {
  if (!typed.trim()) return [];
  const found = await fetched<{ title: string; reference: string }>(field.dataset.things, typed, REFERENCED);
  return found
    .filter(({ reference }) => REFERENCE.test(reference))
    .slice(0, MOST)
    .map(({ title, reference }) => ({ written: reference, name: title, note: reference }));
}

async function emoji(field: HTMLTextAreaElement, typed: string): Promise<Suggestion[]> {
  const favourites = field.dataset.emoji;
  if (favourites === undefined) return [];
  try {
    const { emojiFor } = await import("./emoji");
    const found = await emojiFor(typed, document.documentElement.lang, favourites.split(" "), MOST);
    return found.map(({ sign, name }) => ({ written: sign, name: `${sign} ${name}`, note: "" }));
  } catch {
    return []; // offline: the names are not here yet
  }
}

function commands(field: HTMLTextAreaElement, typed: string): Suggestion[] {
  return (field.dataset.commands ?? "")
    .split(" ")
    .filter((name) => name.startsWith(typed.toLowerCase()) && commandAddress(field, `/${name}`))
    .map((name) => ({
      written: `/${name}`,
      name: `/${name}`,
      note: field.getAttribute(`data-command-${name}-note`) ?? "",
    }));
}

/** An option, after a heading where it is the first of its kind. */
function optionFor(
  { written, name, note, head }: Suggestion,
  before: Suggestion | undefined,
  id: string,
): HTMLElement[] {
  const option = document.createElement("li");
  Object.assign(option, { id, className: "line pick__one" });
  option.setAttribute("role", "option");
  option.dataset.name = written;
  for (const [className, words] of [
    ["pick__name", name],
    ["pick__note", note],
  ] as const) {
    if (words) option.append(Object.assign(document.createElement("span"), { className, textContent: words }));
  }
  if (!head || head === before?.head) return [option];
  const heading = Object.assign(document.createElement("li"), { className: "pick__head", textContent: head });
  heading.setAttribute("role", "presentation");
  return [heading, option];
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

/** Writes what was chosen in the place of what was typed. */
function take(field: HTMLTextAreaElement, option: HTMLElement): void {
  const typed = typedIn(field)?.all ?? "";
  const end = field.selectionStart;
  const behind = field.value[end] === " " ? end + 1 : end;
  closeList(field);
  field.focus();
  field.setRangeText(`${option.dataset.name} `, end - typed.length, behind, "end");
  field.dispatchEvent(new Event("change", { bubbles: true }));
}
