/** One menu for all messages: it moves to the message under the pointer or the focus, and says which one it is. */
import { showDone } from "../behaviours/toasts";
import { pageString } from "../strings";
import { editInPlace } from "./edit_in_place";
import type { MessageList } from "./message_list";
import { toggleReaction } from "./reactions";
import { pageOf, post } from "./requests";

export function attachMessageMenu(
  root: HTMLElement,
  messages: MessageList,
  reply: (message: HTMLElement) => void,
  signal: AbortSignal,
): void {
  const { list } = messages;
  const template = root.querySelector<HTMLTemplateElement>("template[data-menu]");
  const menu = template?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
  if (!menu) return;
  const links = [...menu.querySelectorAll<HTMLAnchorElement>("a[href$='message-']")].map((link) => [link, link.href]);
  const moveMenu = (event: Event) => {
    const message = (event.target as Element).closest<HTMLElement>(".message[data-key]");
    if (!message || message.contains(menu) || message.matches(".message--removed, .message--edit")) return;
    if (menu.querySelector("[popover]:popover-open")) return; // it stays where one is choosing
    for (const [link, href] of links as [HTMLAnchorElement, string][]) link.href = `${href}${message.dataset.key}`;
    menu.querySelector("[data-more]")?.setAttribute("href", pageOf(message));
    menu.querySelector("[data-edits]")?.toggleAttribute("hidden", message.dataset.by !== root.dataset.me);
    fillForm(menu, message);
    message.append(menu);
  };
  list.addEventListener("pointerover", moveMenu, { signal });
  list.addEventListener("focusin", moveMenu, { signal });
  list.addEventListener(
    "click",
    (event) => {
      const target = event.target as Element;
      const message = target.closest<HTMLElement>(".message[data-key]");
      if (!message) return;
      const kind = target.closest<HTMLElement>("[data-react]")?.dataset.react;
      if (kind) void toggleReaction(message, kind, root);
      if (target.closest("[data-answer]")) reply(message);
      if (target.closest("[data-edits]")) void editInPlace(message);
      if (target.closest("[data-pins]")) void post(`${pageOf(message)}pins/`);
      if (target.closest("[data-copies-link]")) void copyLink(root, message);
      if (target.closest("[data-unreads]")) void messages.markUnread(Number(message.dataset.seq));
      if (target.closest("[popover] button, [popover] a")) target.closest<HTMLElement>("[popover]")?.hidePopover?.();
    },
    { signal },
  );
}

function fillForm(menu: HTMLElement, message: HTMLElement): void {
  const text = message.querySelector(".message__text")?.textContent?.trim().replace(/\s+/g, " ") ?? "";
  const fields = { from: `message-${message.dataset.key}`, text: text.slice(0, 300), back: pageOf(message) };
  for (const [name, value] of Object.entries(fields)) {
    const field = menu.querySelector<HTMLInputElement>(`form [name=${name}]`);
    if (field) field.value = value;
  }
}

async function copyLink(root: HTMLElement, message: HTMLElement): Promise<void> {
  const { topic, base } = root.dataset;
  const place = topic && base ? `${base}?at=${message.dataset.seq}#m-${message.dataset.seq}` : pageOf(message);
  await navigator.clipboard.writeText(new URL(place, location.href).href);
  showDone(pageString("copied"));
}
