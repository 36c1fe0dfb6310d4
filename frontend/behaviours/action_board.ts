/**
 * The board of actions `[data-board]`: a card `[data-card]` is dragged to another column, moved by Shift with an arrow,
 * or by its select. A column with `data-asks` asks for words in a dialog first. Each sends the card's own form.
 */
export function actionBoard(signal: AbortSignal): void {
  const on = <K extends keyof DocumentEventMap>(name: K, act: (event: DocumentEventMap[K]) => void) =>
    document.addEventListener(name, act, { signal });
  on("change", (event) => {
    const select = event.target as HTMLSelectElement;
    const card = select.closest<HTMLElement>("[data-card]");
    if (card && select.name === "state") move(card, select.value);
  });
  on("keydown", moveByKey);
  on("dragstart", (event) => {
    const card = (event.target as Element).closest?.<HTMLElement>("[data-card]");
    if (!card) return;
    dragged = card.id;
    card.classList.add("slip--dragged");
    event.dataTransfer?.setData("text/plain", card.id);
  });
  on("dragend", () => unmark());
  on("dragover", (event) => {
    const column = columnOf(event.target);
    if (!column || !dragged) return;
    event.preventDefault();
    for (const other of columns()) other.classList.toggle("actions-board__stage--target", other === column);
  });
  on("drop", (event) => {
    const card = document.getElementById(dragged);
    const column = columnOf(event.target);
    unmark();
    if (!card || !column) return;
    event.preventDefault();
    move(card, column.dataset.state ?? "");
  });
  document.addEventListener("htmx:after:settle", focusMoved, { signal });
}

/** The id of the card that is being dragged: the board may be drawn anew meanwhile. */
let dragged = "";
let moved = "";

function move(card: HTMLElement, state: string): void {
  const form = card.querySelector("form");
  const select = form?.querySelector("select");
  const from = columnOf(card)?.dataset.state;
  if (!form || !select || !state) return;
  if (state === from) select.value = state;
  else if (asks(state)) ask(card, form, select, state, from ?? "");
  else send(card, form, select, state);
}

function asks(state: string): boolean {
  return columns().some((column) => column.dataset.state === state && "asks" in column.dataset);
}

function send(card: HTMLElement, form: HTMLFormElement, select: HTMLSelectElement, state: string, words = ""): void {
  select.value = state;
  const field = form.elements.namedItem("words");
  if (field instanceof HTMLInputElement) field.value = words;
  moved = card.id;
  form.requestSubmit();
}

/** Ask for the words of a move; closed without, the card stays where it was. */
function ask(card: HTMLElement, form: HTMLFormElement, select: HTMLSelectElement, state: string, from: string): void {
  const dialog = document.getElementById("board-words");
  const field = dialog?.querySelector<HTMLInputElement>("#board-words-field");
  const title = dialog?.querySelector<HTMLElement>("[data-title]");
  if (!(dialog instanceof HTMLDialogElement) || !field || !title) return;
  for (const words of dialog.querySelectorAll<HTMLElement>("[data-for]")) words.hidden = words.dataset.for !== state;
  title.textContent = card.querySelector(".slip__name")?.textContent?.replace(/\s+/g, " ").trim() ?? "";
  field.value = "";
  const done = new AbortController();
  dialog.querySelector("[data-words]")?.addEventListener(
    "submit",
    () => {
      done.abort();
      send(card, form, select, state, field.value);
    },
    { signal: done.signal },
  );
  dialog.addEventListener(
    "close",
    () => {
      done.abort();
      select.value = from;
      nameOf(card)?.focus();
    },
    { signal: done.signal },
  );
  dialog.showModal();
}

function moveByKey(event: KeyboardEvent): void {
  const card = (event.target as Element).closest<HTMLElement>("[data-card]");
  if (!card || !(event.target as Element).matches(".slip__name")) return;
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const along = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!sideways && !along) return;
  event.preventDefault();
  const all = columns();
  const at = all.findIndex((column) => column.contains(card));
  const cards = [...(all[at]?.querySelectorAll<HTMLElement>("[data-card]") ?? [])];
  const next = all[at + (sideways ?? 0)];
  if (along) nameOf(cards[cards.indexOf(card) + along])?.focus();
  else if (next && event.shiftKey) move(card, next.dataset.state ?? "");
  else nextCard(all, at, sideways ?? 0)?.focus();
}

/** The first card of the next column that has one. */
function nextCard(all: HTMLElement[], at: number, by: number): HTMLElement | null {
  for (let next = at + by; all[next]; next += by) {
    const name = nameOf(all[next]?.querySelector<HTMLElement>("[data-card]"));
    if (name) return name;
  }
  return null;
}

/** The board was drawn anew: the focus goes along with the card that was moved. */
function focusMoved(): void {
  const card = document.getElementById(moved);
  moved = "";
  nameOf(card)?.focus();
}

function columns(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-board] [data-state]")];
}

function columnOf(target: EventTarget | null): HTMLElement | null {
  return (target as Element | null)?.closest?.<HTMLElement>("[data-board] [data-state]") ?? null;
}

function nameOf(card: HTMLElement | null | undefined): HTMLElement | null {
  return card?.querySelector<HTMLElement>(".slip__name") ?? null;
}

function unmark(): void {
  dragged = "";
  document.querySelector(".slip--dragged")?.classList.remove("slip--dragged");
  for (const column of columns()) column.classList.remove("actions-board__stage--target");
}
