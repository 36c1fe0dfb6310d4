/** What a note of the margin says of its thread, and what the margin says of the note that is read. */
import type { Editor } from "@tiptap/core";
import type { AnchoredThread } from "./drawing";
import { rangesIn } from "./ranges";

function anchoredThread(id: string, { dataset }: HTMLElement): AnchoredThread {
  const { quote = "", before = "", after = "", start = "", end = "", epoch = "0" } = dataset;
  return { id, anchor: { quote, before, after, start, end, epoch: Number(epoch) }, isDone: dataset.state === "done" };
}

export const isSuggestion = ({ dataset }: HTMLElement): boolean => dataset.suggestion !== undefined;

/** What the notes that are no suggestions are about. */
export function anchoredThreads(notes: readonly [string, HTMLElement][]): AnchoredThread[] {
  return notes.flatMap(([id, note]) => (isSuggestion(note) ? [] : [anchoredThread(id, note)]));
}

/** Whether a person writes in a thread. */
export function isBusy(thread: HTMLElement): boolean {
  const fields = [...thread.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>("textarea, input:not([type])")];
  return fields.some((field) => field.value.trim() !== "") || thread.querySelector(":focus") !== null;
}

export const isTouch = (): boolean => window.matchMedia?.("(pointer: coarse)").matches ?? false;

/** Whether the margin is a sheet over the foot of the page, as the style sheet has it. */
export const isNarrow = (): boolean => window.matchMedia?.("(width < 68rem)").matches ?? false;

/** Says which thread of how many is read, or that one is new. */
export function showPlace(root: HTMLElement, id: string | null, isNew: boolean, order: readonly string[]): void {
  const head = root.querySelector<HTMLElement>("[data-notes-head]");
  const words = root.querySelector<HTMLElement>("[data-notes-count]");
  if (!head || !words) return;
  head.hidden = id === null;
  const { words: pattern = "", new: said = "" } = words.dataset;
  const place = String(order.indexOf(id ?? "") + 1);
  words.textContent = isNew ? said : pattern.replace("{place}", place).replace("{count}", String(order.length));
}

/** Says in the toolbar how many suggestions are open. */
export function showSuggestionCount(notes: readonly HTMLElement[]): void {
  const open = notes.filter((note) => isSuggestion(note) && note.dataset.state === "open").length;
  for (const link of document.querySelectorAll<HTMLElement>("[data-suggestions-link]")) {
    link.hidden = open === 0;
    const count = link.querySelector("[data-suggestion-count]");
    if (count) count.textContent = String(open);
  }
}

/** Where the words of a thread end in the text, or what a suggestion changes begins. */
export function endOfWords(editor: Editor, id: string, words: ReadonlyMap<string, HTMLElement>): number | undefined {
  const range = rangesIn(editor.state)?.ranges.get(id);
  const shown = words.get(id);
  return range?.to ?? (shown && editor.view.posAtDOM(shown, 0));
}

/** How many of these threads stand before the caret. */
export function countBefore(editor: Editor, ids: readonly string[], words: ReadonlyMap<string, HTMLElement>): number {
  const caret = editor.state.selection.from;
  return ids.filter((id) => (endOfWords(editor, id, words) ?? Infinity) < caret).length;
}

/** After this time (ms) a thread in which a menu was open is fetched again. */
export const MENU_PAUSE = 2_000;

/** Whether a thread is the same but for what was said in it, while a person types in it. */
export function isSameAndBusy(before: HTMLElement, now: HTMLElement): boolean {
  return "full" in before.dataset && before.dataset.state === now.dataset.state && isBusy(before);
}

/** Puts what was said by now into a thread, and leaves alone what is being typed. */
export function renewSaid(before: HTMLElement, now: HTMLElement): void {
  const said = now.querySelector("[data-said]");
  if (said) before.querySelector("[data-said]")?.replaceWith(said);
}
