/**
 * The island `chat`, a live conversation: what others write appears at once, what one writes is sent at once or kept
 * until it can be, and what one has seen counts as read on every device. Without it the server's page is complete.
 */
import { formatTime, inPageLanguage } from "../strings";
import { ChangeNumbers } from "./change_numbers";
import { Composer } from "./composer";
import type { DraftNotification } from "./draft";
import { MessageList } from "./message_list";
import { attachMessageMenu } from "./message_menu";
import { showReactionTo } from "./reactions";
import {
  type ChatNotification,
  isBehind,
  isReadElsewhere,
  type ReadingNotification,
  refetchSidebar,
  showNewMessage,
  showUnread,
} from "./sidebar";
import { TypingLine, type TypingPerson } from "./typing";

type PageNotification = {
  what?: string[];
  chat?: ChatNotification;
  reading?: ReadingNotification;
  draft?: DraftNotification;
  typing?: TypingPerson;
};

export function mount(root: HTMLElement): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const messages = new MessageList(root, signal);
  const changes = new ChangeNumbers(async (topic) => {
    refetchSidebar();
    return topic !== root.dataset.topic || messages.catchUp();
  }, signal);
  if (root.dataset.topic) changes.begin(root.dataset.topic, Number(root.dataset.change));
  const typing = new TypingLine(root.querySelector<HTMLElement>("[data-typing]"), signal);
  const form = root.querySelector<HTMLFormElement>("[data-composer]");
  const composer = form ? new Composer(root, form, messages, signal) : null;
  document.addEventListener(
    "ronde:changed",
    (event) => {
      const { detail } = event as CustomEvent<PageNotification>;
      showChange(root, messages, detail);
      if (detail.chat) noteChange(changes, detail.chat);
      if (detail.reading && isReadElsewhere(detail.reading)) refetchSidebar();
      if (detail.draft) composer?.draft?.receive(detail.draft);
      if (detail.typing) typing.add(detail.typing);
      if (detail.chat?.html) typing.forget(detail.chat.by ?? "");
    },
    { signal },
  );
  let wasLost = false;
  document.addEventListener(
    "ronde:connection",
    (event) => {
      if (!(event as CustomEvent<{ online: boolean }>).detail.online) {
        wasLost = true;
        return;
      }
      void composer?.outbox.flush();
      void messages.catchUp();
      if (wasLost) refetchSidebar();
      wasLost = false;
    },
    { signal },
  );
  const writer = composer && {
    reply: (message: HTMLElement) => composer.replyTo(message),
    quote: (message: HTMLElement) => composer.quote(message),
  };
  attachMessageMenu(root, messages, writer, signal);
  root.addEventListener(
    "click",
    (event) => {
      const link = (event.target as Element).closest("[data-earlier], [data-later]");
      if (!link) return;
      event.preventDefault();
      void (link.matches("[data-earlier]") ? messages.loadEarlier() : messages.loadLater());
    },
    { signal },
  );
  messages.open();
  return () => stop.abort();
}

function noteChange(changes: ChangeNumbers, chat: ChatNotification): void {
  if (chat.change === undefined) return;
  if (chat.again) changes.repeat(chat.topic, chat.change, isBehind(chat));
  else changes.hear(chat.topic, chat.change);
}

function showChange(root: HTMLElement, messages: MessageList, { what, chat }: PageNotification): void {
  if (what?.includes("*")) void messages.catchUp();
  else if (what?.length === 0) void messages.fetchMissed(); // the page has just asked what it missed
  for (const key of what ?? []) if (key.startsWith("message:")) void messages.refetchKey(key.slice("message:".length));
  if (!chat || chat.again) return;
  const { topic, thing, me } = root.dataset;
  const isHere = chat.topic === topic || Boolean(thing && chat.about === thing);
  if (chat.unread !== undefined) {
    showUnread(chat);
    if (isHere) messages.hearOfReading(chat.seq, chat.went_back);
  } else if (chat.moved) {
    if (isHere) void messages.catchUp();
  } else if (chat.reaction) {
    const message = isHere ? messages.list.querySelector<HTMLElement>(`#m-${chat.seq}`) : null;
    if (message) showReactionTo(message, chat.reaction, root);
    messages.stayAtEnd();
  } else if (chat.changed && isHere) void messages.refetch(String(chat.seq));
  else if (chat.html) {
    if (isHere) {
      root.dataset.topic = chat.topic;
      messages.insert(inPageLanguage(chat.html), chat.seq);
    }
    showNewMessage(chat, !(isHere && messages.isSeen) && chat.by !== me, formatTime(new Date()));
  }
}
