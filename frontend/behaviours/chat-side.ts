/** The numbers beside rooms, topics and the rail: they move with what is said and what is read. */
import htmx from "htmx.org";

/** What open pages hear of talk (chat/broadcasts.py). */
export type Frame = {
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

const SPREAD_MS = 2000; // a new topic is news for everybody at once; they need not all ask in the same instant

function add(place: Element | null | undefined, number: number): void {
  if (!place) return;
  const count = Math.max(0, Number(place.textContent) + number);
  place.textContent = count ? String(count) : "";
}

const topicRow = (frame: Frame) =>
  document.querySelector<HTMLElement>(`.topic[data-topic="${CSS.escape(frame.topic)}"]`);
const roomRow = (frame: Frame) => document.querySelector<HTMLElement>(`.room[data-room="${CSS.escape(frame.room)}"]`);

function count(frame: Frame, number: number): void {
  const room = roomRow(frame);
  add(room?.querySelector(".room__count"), number);
  room?.classList.toggle("room--read", !room.querySelector(".room__count")?.textContent);
  if (room) add(document.querySelector('[data-goes="chat"] .rail__count'), number);
}

/** Somebody said something: show it at its topic, and count it unless it is one's own or under one's eyes. */
export function heard(frame: Frame, isUnread: boolean, clock: string): void {
  const row = topicRow(frame);
  if (row) {
    const last = row.querySelector(".topic__last");
    if (last) last.textContent = frame.last ?? "";
    const time = row.querySelector("time");
    if (time) time.textContent = clock;
    row.closest("ul")?.prepend(row.closest("li") ?? row);
    if (isUnread && roomRow(frame)) {
      add(row.querySelector(".topic__count"), 1);
      row.classList.add("topic--new");
    }
  } else if (document.querySelector(`#chat-side [data-room="${CSS.escape(frame.room)}"][aria-current]`)) {
    setTimeout(refetch, Math.random() * SPREAD_MS);
    return;
  }
  if (isUnread) count(frame, 1);
}

/** The person has read a topic, here or on another device. */
export function read(frame: Frame): void {
  const row = topicRow(frame);
  const place = row?.querySelector(".topic__count");
  const number = Number(place?.textContent ?? 0);
  if (!row || !place || !number) return;
  place.textContent = "";
  row.classList.remove("topic--new");
  count(frame, -number);
}

function refetch(): void {
  const side = document.getElementById("chat-side");
  if (side)
    void htmx.ajax("GET", location.href, { target: side, source: side, select: "#chat-side", swap: "outerMorph" });
}
