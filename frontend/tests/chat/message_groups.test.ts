import { describe, expect, test, vi } from "vitest";
import { MessageList } from "../../chat/message_list";

// jsdom's XPath is not htmx's; what htmx fetches is not tested here.
vi.mock("htmx.org", () => ({ default: { ajax: vi.fn(async () => {}) } }));

const message = (seq: number, by: string, minute: number, inside = "") =>
  `<article class="message" id="m-${seq}" data-seq="${seq}" data-by="${by}"><a class="message__time"><time datetime="2026-11-24T09:${String(minute).padStart(2, "0")}:00Z"></time></a>${inside}</article>`;

function joined(messages: string): string[] {
  document.body.innerHTML = `<section data-base="/chat/t1/" data-ends><div data-list>${messages}</div></section>`;
  new MessageList(document.querySelector("section") as HTMLElement, new AbortController().signal).groupByAuthor();
  return [...document.querySelectorAll(".message--more")].map((one) => one.id);
}

describe("messages of one person in a row", () => {
  test("are joined within ten minutes, and not after", () => {
    expect(joined(message(1, "bo", 0) + message(2, "bo", 5) + message(3, "bo", 15) + message(4, "bo", 26))).toEqual([
      "m-2",
      "m-3",
    ]);
  });

  test("are not joined after another person, on a new day, as a reply or when edited", () => {
    const day = '<p class="talk__day"></p>';
    const quote = '<blockquote class="talk__quote"></blockquote>';
    const edited = '<span class="message__edited"></span>';
    expect(joined(message(1, "bo", 0) + message(2, "ada", 1) + message(3, "bo", 2))).toEqual([]);
    expect(joined(message(1, "bo", 0) + day + message(2, "bo", 1))).toEqual([]);
    expect(joined(message(1, "bo", 0) + message(2, "bo", 1, quote) + message(3, "bo", 2, edited))).toEqual([]);
  });

  test("are never joined when their author is not in the project", () => {
    expect(joined(message(1, "", 0) + message(2, "", 1))).toEqual([]);
  });
});
