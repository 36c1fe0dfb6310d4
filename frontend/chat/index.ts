/**
 * The island `chat`, a live conversation: what others write appears at once, what one writes is sent at once or kept
 * until it can be, and what one has seen counts as read on every device. Without it the server's page is complete.
 */
import { Composer } from "./composer";
import { MessageList } from "./message_list";
import { type ChatNotification, markTopicRead, showNewMessage } from "./sidebar";

type PageNotification = { what?: string[]; chat?: ChatNotification };

export function mount(root: HTMLElement): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const messages = new MessageList(root, signal);
  const form = root.querySelector<HTMLFormElement>("[data-composer]");
  const composer = form ? new Composer(root, form, messages, signal) : null;
  document.addEventListener(
    "ronde:changed",
    (event) => showChange(root, messages, (event as CustomEvent<PageNotification>).detail),
    { signal },
  );
  document.addEventListener(
    "ronde:connection",
    (event) => {
      if (!(event as CustomEvent<{ online: boolean }>).detail.online) return;
      void composer?.outbox.flush();
      void messages.catchUp();
    },
    { signal },
  );
  attachMessageMenu(root, messages.list, signal);
  root.addEventListener(
    "click",
    (event) => {
      const target = event.target as Element;
      if (target.closest("[data-answer]")) composer?.replyTo(target.closest<HTMLElement>(".message"));
      if (!target.closest("[data-earlier]")) return;
      event.preventDefault();
      void messages.loadEarlier();
    },
    { signal },
  );
  messages.open();
  return () => stop.abort();
}

function showChange(root: HTMLElement, messages: MessageList, { what, chat }: PageNotification): void {
  if (what?.includes("*")) void messages.catchUp();
  else if (what?.length === 0) void messages.fetchMissed(); // the page has just asked what it missed
  for (const key of what ?? []) if (key.startsWith("message:")) void messages.refetchKey(key.slice("message:".length));
  if (!chat) return;
  const { topic, thing, me } = root.dataset;
  const isHere = chat.topic === topic || Boolean(thing && chat.about === thing);
  if (chat.read) markTopicRead(chat);
  else if (chat.changed && isHere) void messages.refetch(String(chat.seq));
  else if (chat.html) {
    if (isHere) {
      root.dataset.topic = chat.topic;
      messages.insert(chat.html, chat.seq);
    }
    showNewMessage(chat, !isHere && chat.by !== me, messages.formatTime(new Date()));
  }
}

/** One menu for all messages: it moves to the message under the pointer or the focus. */
function attachMessageMenu(root: HTMLElement, list: HTMLElement, signal: AbortSignal): void {
  const template = root.querySelector<HTMLTemplateElement>("template[data-menu]");
  const menu = template?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
  if (!menu) return;
  const links = [...menu.querySelectorAll<HTMLAnchorElement>("a[href$='message-']")].map((link) => [link, link.href]);
  const moveMenu = (event: Event) => {
    const message = (event.target as Element).closest<HTMLElement>(".message[data-key]");
    if (!message || message.contains(menu) || message.matches(".message--removed")) return;
    for (const [link, href] of links as [HTMLAnchorElement, string][]) link.href = `${href}${message.dataset.key}`;
    const page = message.querySelector<HTMLAnchorElement>(".message__time")?.getAttribute("href") ?? "";
    menu.querySelector("[data-more]")?.setAttribute("href", page);
    message.append(menu);
  };
  list.addEventListener("pointerover", moveMenu, { signal });
  list.addEventListener("focusin", moveMenu, { signal });
}
