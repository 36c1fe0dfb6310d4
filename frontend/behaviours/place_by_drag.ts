/**
 * A line `[data-place-address]` is dragged onto a place `[data-place]`: a page, a folder, a circle. By keyboard Shift
 * with → puts it below the line before, Shift with ← where the page above it stands; every other place is in its menu.
 * Each sends a form, as the menu does: the answer tells where it went, with the way back.
 */
import { csrfToken } from "../csrf_token";
import { dropBefore, orderedBefore } from "./order_by_hand";

const LINE = "[data-place-address], [data-order-address]";
const TARGET = "doc--target";
const BEFORE = "doc--before";
const AFTER = "doc--after";

let dragged: HTMLElement | null = null;

export function placeByDrag(signal: AbortSignal): void {
  const on = <K extends keyof DocumentEventMap>(name: K, act: (event: DocumentEventMap[K]) => void) =>
    document.addEventListener(name, act, { signal });
  on("dragstart", (event) => {
    const line = (event.target as Element).closest?.<HTMLElement>(LINE);
    if (!line) return;
    dragged = line;
    line.classList.add("doc--dragged");
    event.dataTransfer?.setData("text/plain", line.querySelector("[data-name] a")?.textContent ?? "");
  });
  on("dragover", (event) => {
    const before = dragged ? orderedBefore(dragged, event) : undefined;
    const place = before === undefined ? placeFor(event.target) : markOrder(event, before);
    if (!place) return;
    event.preventDefault();
    if (before === undefined) mark(place);
  });
  on("drop", (event) => {
    const line = dragged;
    const before = line ? orderedBefore(line, event) : undefined;
    const place = placeFor(event.target);
    unmark();
    if (!line || (before === undefined && !place)) return;
    event.preventDefault();
    if (before !== undefined) return dropBefore(line, before);
    if (!place) return;
    put(line, place.dataset.place ?? "");
  });
  on("dragend", unmark);
  on("keydown", placeByKey);
}

/** What is under the pointer and may take the line: not itself, nor what stands below it. */
function placeFor(target: EventTarget | null): HTMLElement | null {
  if (!dragged?.dataset.placeAddress) return null;
  const place = (target as Element | null)?.closest?.<HTMLElement>("[data-place]") ?? null;
  return place && !dragged.closest("li")?.contains(place) ? place : null;
}

function placeByKey(event: KeyboardEvent): void {
  const line = (event.target as Element).closest<HTMLElement>(LINE);
  const ordered = line?.closest<HTMLElement>("[data-place-here]");
  if (!line || !ordered || !event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
  if (!(event.target as Element).matches("[data-name] a")) return;
  const onto = { ArrowRight: before(line), ArrowLeft: outside(line, ordered) }[event.key];
  if (!onto) return;
  event.preventDefault();
  put(line, onto);
}

/** The page or folder in the line before, among those that stand beside this one. */
function before(line: HTMLElement): string {
  const item = line.closest("li")?.previousElementSibling;
  return item?.querySelector<HTMLElement>("[data-place]")?.dataset.place ?? "";
}

/** Where the page above a line stands; nothing for a line at the top of its list. */
function outside(line: HTMLElement, ordered: HTMLElement): string {
  const above = line.closest("li")?.parentElement?.closest("li");
  if (!above) return "";
  const further = above.parentElement?.closest("li")?.querySelector<HTMLElement>(LINE);
  return further?.dataset.place ?? ordered.dataset.placeHere ?? "";
}

function put(line: HTMLElement, onto: string): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = line.dataset.placeAddress ?? "";
  form.hidden = true;
  const back = `${location.pathname}${location.search}`;
  for (const [name, value] of Object.entries({ csrfmiddlewaretoken: csrfToken(), onto, back })) {
    const field = document.createElement("input");
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.requestSubmit();
}

function mark(place: HTMLElement, how = TARGET): void {
  for (const name of [TARGET, BEFORE, AFTER]) {
    for (const other of document.querySelectorAll(`.${name}`))
      other.classList.toggle(name, other === place && name === how);
  }
  place.classList.add(how);
}

/** Shows between which lines it would stand. */
function markOrder(event: DragEvent, before: Element | null): HTMLElement | null {
  const line = (event.target as Element).closest<HTMLElement>(LINE);
  if (line) mark(line, before === line.closest("li") ? BEFORE : AFTER);
  return line;
}

function unmark(): void {
  dragged = null;
  document.querySelector(".doc--dragged")?.classList.remove("doc--dragged");
  for (const name of [TARGET, BEFORE, AFTER]) {
    for (const place of document.querySelectorAll(`.${name}`)) place.classList.remove(name);
  }
}
