/** The unread counts of rooms, topics and the rail: they follow what is written and what is read. */
import htmx from "htmx.org";

/** What the server sends to open pages about a conversation. */
export type ChatNotification = {
  topic: string;
  room: string;
  seq: number;
  about?: string;
  by?: string;
  last?: string;
  html?: string;
  changed?: boolean;
  read?: boolean;
};

const SPREAD_MS = 2000; // a new topic reaches every open page at once; they need not all fetch in the same instant

function addTo(counter: Element | null | undefined, number: number): void {
  if (!counter) return;
  const count = Math.max(0, Number(counter.textContent) + number);
  counter.textContent = count ? String(count) : "";
}

const topicRow = ({ topic }: ChatNotification) =>
  document.querySelector<HTMLElement>(`.topic[data-topic="${CSS.escape(topic)}"]`);
const roomRow = ({ room }: ChatNotification) =>
  document.querySelector<HTMLElement>(`.room[data-room="${CSS.escape(room)}"]`);

function addUnread(chat: ChatNotification, number: number): void {
  const room = roomRow(chat);
  addTo(room?.querySelector(".room__count"), number);
  room?.classList.toggle("room--read", !room.querySelector(".room__count")?.textContent);
  if (room) addTo(document.querySelector('[data-goes="chat"] .rail__count'), number);
}

/** Show a new message at its topic, and count it if it is unread. */
export function showNewMessage(chat: ChatNotification, isUnread: boolean, time: string): void {
  const row = topicRow(chat);
  if (row) {
    const last = row.querySelector(".topic__last");
    if (last) last.textContent = chat.last ?? "";
    const timeElement = row.querySelector("time");
    if (timeElement) timeElement.textContent = time;
    row.closest("ul")?.prepend(row.closest("li") ?? row);
    if (isUnread && roomRow(chat)) {
      addTo(row.querySelector(".topic__count"), 1);
      row.classList.add("topic--new");
    }
  } else if (document.querySelector(`#chat-side [data-room="${CSS.escape(chat.room)}"][aria-current]`)) {
    setTimeout(refetchSidebar, Math.random() * SPREAD_MS);
    return;
  }
  if (isUnread) addUnread(chat, 1);
}

/** The person has read a topic, here or on another device. */
export function markTopicRead(chat: ChatNotification): void {
  const row = topicRow(chat);
  const counter = row?.querySelector(".topic__count");
  const number = Number(counter?.textContent ?? 0);
  if (!row || !counter || !number) return;
  counter.textContent = "";
  row.classList.remove("topic--new");
  addUnread(chat, -number);
}

function refetchSidebar(): void {
  const sidebar = document.getElementById("chat-side");
  if (!sidebar) return;
  const options = { target: sidebar, source: sidebar, select: "#chat-side", swap: "outerMorph" };
  void htmx.ajax("GET", location.href, options);
}
