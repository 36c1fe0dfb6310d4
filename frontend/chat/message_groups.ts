/** Messages of one person in a row, and days. */
import { pageZone } from "../strings";
import { lineBefore } from "./stretches";

const GROUP_MS = 600_000; // the server groups messages by the same time

/** Join a person's next message within some minutes to the one before, as the server's page does. */
export function groupByAuthor(messages: HTMLElement[]): void {
  for (const message of messages) {
    const [sentAt, before] = [sentTime(message), lineBefore(message)];
    if (!sentAt) continue; // imported from elsewhere: it has no exact time
    const isSameAuthor = before instanceof HTMLElement && before.dataset.by === message.dataset.by;
    const isSoon = isSameAuthor && sentAt - sentTime(before) <= GROUP_MS;
    const isAlone = message.querySelector(".talk__quote, .message__edited") || message.matches(".message--removed");
    message.classList.toggle("message--more", Boolean(message.dataset.by) && isSoon && !isAlone);
  }
}

/** When a message was sent, in milliseconds; 0 where the page does not say. */
function sentTime(message: HTMLElement): number {
  return Date.parse(message.querySelector<HTMLTimeElement>(".message__time time")?.dateTime ?? "") || 0;
}

/** The line that begins today, where it is not there yet. */
export function newDay(list: HTMLElement, words: string): HTMLElement | null {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: pageZone() }).format(new Date());
  if (list.querySelector(`[data-day="${day}"]`)) return null;
  const line = Object.assign(document.createElement("p"), { className: "talk__day" });
  line.dataset.day = day;
  line.textContent = words;
  return line;
}
