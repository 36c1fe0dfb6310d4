/** The unread counts of rooms, topics and the rail: they follow what is written and what is read. */
import htmx from "htmx.org";
import type { ReactionNotification } from "../behaviours/reactions";
import { saidBy } from "../strings";

/** What the server sends to open pages about a conversation. */
export type ChatNotification = {
  topic: string;
  room: string;
  direct?: boolean;
  seq: number;
  /** The number of this change of the topic; `again` repeats the last one. */
  change?: number;
  again?: boolean;
  about?: string;
  by?: string;
  /** Who said it, by first name, and the first of its words. */
  speaker?: string;
  last?: string;
  /** A new message, by language. */
  html?: Record<string, string>;
  changed?: boolean;
  moved?: boolean;
  reaction?: ReactionNotification;
  /** How much of the topic is unread now, and was before. */
  unread?: number;
  was?: number;
  /** How often the person took their place in it back. */
  went_back?: number;
};

/** How far one has read a topic, repeated. */
export type ReadingNotification = { topic: string; seq: number };

const SPREAD_MS = 2000; // a new topic reaches every open page at once; they need not all fetch in the same instant

function addTo(counter: Element | null | undefined, number: number): void {
  if (!counter) return;
  const count = Math.max(0, Number(counter.textContent) + number);
  counter.textContent = count ? String(count) : "";
}

const topicRow = ({ topic }: { topic: string }) =>
  document.querySelector<HTMLElement>(`:is(.topic, .direct)[data-topic="${CSS.escape(topic)}"]`);
const roomRow = ({ room }: ChatNotification) =>
  document.querySelector<HTMLElement>(`.room[data-room="${CSS.escape(room)}"]`);

function addUnread(chat: ChatNotification, number: number): void {
  const room = roomRow(chat);
  addTo(room?.querySelector(".room__count"), number);
  room?.classList.toggle("room--read", !room.querySelector(".room__count")?.textContent);
  if (room || chat.direct) addTo(document.querySelector('[data-goes="chat"] .rail__count'), number);
}

/** Whether the person has muted a topic, what it is about, or its circle: it counts nowhere. */
function isMuted({ topic, about, room }: ChatNotification): boolean {
  const muted = document.getElementById("chat-side")?.dataset.muted?.split(" ") ?? [];
  return [`topic:${topic}`, about ?? "", `circle:${room}`].some((key) => key && muted.includes(key));
}

/** Show a new message at its topic, and count it if it is unread. */
export function showNewMessage(chat: ChatNotification, isNew: boolean, time: string): void {
  const isUnread = isNew && !isMuted(chat);
  const row = topicRow(chat);
  if (row) {
    if (chat.seq <= Number(row.dataset.seq)) return; // the list was fetched after it was said, and has counted it
    row.dataset.seq = String(chat.seq);
    const last = row.querySelector(".topic__last");
    if (last) last.textContent = saidBy(chat.speaker ?? "", chat.last ?? "");
    const timeElement = row.querySelector("time");
    if (timeElement) timeElement.textContent = time;
    row.closest("ul")?.prepend(row.closest("li") ?? row);
    if (isUnread && (chat.direct || roomRow(chat))) {
      addTo(row.querySelector(".topic__count"), 1);
      row.classList.add("topic--new");
    }
  } else if (
    chat.direct
      ? document.getElementById("chat-side")
      : document.querySelector(`#chat-side [data-room="${CSS.escape(chat.room)}"][aria-current]`)
  ) {
    setTimeout(refetchSidebar, Math.random() * SPREAD_MS);
    return;
  }
  if (isUnread) addUnread(chat, 1);
}

/** The person has read a topic, here or on another device, or wants to read it again. */
export function showUnread(chat: ChatNotification): void {
  if (isMuted(chat)) return;
  const row = topicRow(chat);
  const counter = row?.querySelector(".topic__count, .room__count");
  const unread = chat.unread ?? 0;
  const was = counter ? Number(counter.textContent ?? 0) : (chat.was ?? unread);
  if (counter) counter.textContent = unread ? String(unread) : "";
  row?.classList.toggle("topic--new", unread > 0);
  addUnread(chat, unread - was);
}

/** Whether the list of topics shows less of one than was said in it. */
export function isBehind(chat: ChatNotification): boolean {
  const row = topicRow(chat);
  return row !== null && Number(row.dataset.seq) < chat.seq;
}

/** Whether a topic counts as unread although a person has read all of it, as they did on another device. */
export function isReadElsewhere({ topic, seq }: ReadingNotification): boolean {
  const row = topicRow({ topic });
  return Boolean(row?.querySelector(".topic__count")?.textContent?.trim()) && seq >= Number(row?.dataset.seq);
}

/** Fetch the counts anew: some changes may have been missed. */
export function refetchSidebar(): void {
  const sidebar = document.getElementById("chat-side");
  if (!sidebar) return;
  const options = { target: sidebar, source: sidebar, select: "#chat-side", swap: "outerMorph" };
  void htmx.ajax("GET", location.href, options);
}
