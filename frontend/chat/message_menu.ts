/**
 * One menu for all messages: it moves to the message under the pointer or the focus, or that one holds with a finger, and
 * says which one it is.
 */
import { showDone } from "../behaviours/toasts";
import { pageString } from "../strings";
import { deleteWithUndo } from "./delete_message";
import { editInPlace } from "./edit_in_place";
import { onLongPress } from "./long_press";
import type { MessageList } from "./message_list";
import { toggleReaction } from "./reactions";
import { pageOf, post } from "./requests";

const SCROLLED_MS = 100;

/** What is written of a message. */
export type MessageWriter = {
  reply: (message: HTMLElement) => void;
  quote: (message: HTMLElement) => void;
};

export function attachMessageMenu(
  root: HTMLElement,
  messages: MessageList,
  writer: MessageWriter | null,
  signal: AbortSignal,
): void {
  const { list } = messages;
  const template = root.querySelector<HTMLTemplateElement>("template[data-menu]");
  const menu = template?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
  if (!template || !menu) return;
  const links = [...menu.querySelectorAll<HTMLAnchorElement>("a[href$='message-']")].map((link) => [link, link.href]);
  const moveTo = (message: HTMLElement | null): boolean => {
    if (!message || message.matches(".message--removed, .message--edit, .message--unsent")) return false;
    if (message.contains(menu)) return true;
    if (menu.querySelector("[popover]:popover-open")) return false; // it stays where one is choosing
    for (const [link, href] of links as [HTMLAnchorElement, string][]) link.href = `${href}${message.dataset.key}`;
    menu.querySelector("[data-more]")?.setAttribute("href", pageOf(message));
    for (const own of menu.querySelectorAll("[data-own]")) {
      own.toggleAttribute("hidden", message.dataset.by !== root.dataset.me);
    }
    for (const one of menu.querySelectorAll("[data-answer], [data-quotes]")) one.toggleAttribute("hidden", !writer);
    fillForm(menu, message);
    message.append(menu);
    return true;
  };
  const moveMenu = (event: Event) => moveTo((event.target as Element).closest<HTMLElement>(".message[data-key]"));
  const openSheet = (message: HTMLElement) => {
    const sheet = menu.querySelector<HTMLElement>("#message-more");
    if (!moveTo(message) || !sheet) return;
    showWho(sheet, message);
    sheet.showPopover?.();
  };
  onPointerAtRest(list, moveMenu, signal);
  list.addEventListener("focusin", moveMenu, { signal });
  onLongPress(list, openSheet, signal);
  list.addEventListener(
    "click",
    (event) => {
      const target = event.target as Element;
      const message = target.closest<HTMLElement>(".message[data-key]");
      if (!message) return;
      const kind = target.closest<HTMLElement>("[data-react]")?.dataset.react;
      if (kind) void toggleReaction(message, kind, root);
      if (target.closest("[data-opens-menu]")) openSheet(message);
      if (target.closest("[data-answer]")) writer?.reply(message);
      if (target.closest("[data-quotes]")) writer?.quote(message);
      if (target.closest("[data-edits]")) void editInPlace(message, (seq) => messages.refetch(seq));
      if (target.closest("[data-deletes]")) {
        const words = template.dataset.wordsDeleted ?? "";
        deleteWithUndo(message, words, () => messages.groupByAuthor());
      }
      if (target.closest("[data-pins]")) void post(`${pageOf(message)}pins/`);
      if (target.closest("[data-copies-link]")) void copy(linkTo(root, message));
      if (target.closest("[data-copies-text]")) void copy(textOf(message));
      if (target.closest("[data-unreads]")) void messages.markUnread(Number(message.dataset.seq));
      if (target.closest("[popover] :is(a, button:not([popovertarget]))")) hideMenus(menu);
    },
    { signal },
  );
}

/** While a list is scrolled, messages go by under the pointer: the menu comes to the one that stays there. */
function onPointerAtRest(list: HTMLElement, come: (event: Event) => void, signal: AbortSignal): void {
  let last: Event | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rest = () => {
    timer = undefined;
    if (last) come(last);
  };
  const scrolled = () => {
    clearTimeout(timer);
    timer = setTimeout(rest, SCROLLED_MS);
  };
  list.addEventListener("scroll", scrolled, { signal, passive: true });
  list.addEventListener(
    "pointerover",
    (event) => {
      last = event;
      if (!timer) come(event);
    },
    { signal },
  );
  list.addEventListener("pointerleave", () => (last = undefined), { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
}

function hideMenus(menu: HTMLElement): void {
  for (const open of menu.querySelectorAll<HTMLElement>("[popover]"))
    if (open.matches(":popover-open")) open.hidePopover();
}

/** Say who reacted: on a phone there is no pointer to rest on a reaction. */
function showWho(sheet: HTMLElement, message: HTMLElement): void {
  const who = sheet.querySelector<HTMLElement>("[data-who]");
  if (!who) return;
  const given = [...message.querySelectorAll("[data-reactions] [data-names]")].map((names) => names.textContent ?? "");
  who.textContent = given.join(" · ");
  who.hidden = given.length === 0;
}

/** What a message says, as one would write it. */
export function textOf(message: HTMLElement): string {
  const text = message.querySelector(".message__text")?.cloneNode(true) as HTMLElement | undefined;
  for (const line of text?.querySelectorAll("br") ?? []) line.replaceWith("\n");
  const parts = text?.children.length ? [...text.children] : [text];
  return parts
    .map((part) => part?.textContent?.trim() ?? "")
    .join("\n\n")
    .replace(/\n\n\n+/g, "\n\n")
    .trim();
}

function fillForm(menu: HTMLElement, message: HTMLElement): void {
  const text = message.querySelector(".message__text")?.textContent?.trim().replace(/\s+/g, " ") ?? "";
  const fields = { from: `message-${message.dataset.key}`, text: text.slice(0, 300), back: pageOf(message) };
  for (const [name, value] of Object.entries(fields)) {
    const field = menu.querySelector<HTMLInputElement>(`form [name=${name}]`);
    if (field) field.value = value;
  }
}

function linkTo(root: HTMLElement, message: HTMLElement): string {
  const { topic, base } = root.dataset;
  const place = topic && base ? `${base}?at=${message.dataset.seq}#m-${message.dataset.seq}` : pageOf(message);
  return new URL(place, location.href).href;
}

async function copy(words: string): Promise<void> {
  await navigator.clipboard.writeText(words);
  showDone(pageString("copied"));
}
