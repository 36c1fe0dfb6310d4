import { describe, expect, test, vi } from "vitest";
import { Stream } from "../behaviours/chat-stream";

// jsdom's XPath is not htmx's; what htmx fetches is not asked about here.
vi.mock("htmx.org", () => ({ default: { ajax: vi.fn(async () => {}) } }));

const message = (seq: number, by: string, minute: number, inside = "") =>
  `<article class="message" id="m-${seq}" data-seq="${seq}" data-by="${by}"><a class="message__time"><time datetime="2026-11-24T09:${String(minute).padStart(2, "0")}:00Z"></time></a>${inside}</article>`;

function goingOn(messages: string): string[] {
  document.body.innerHTML = `<section data-base="/chat/t1/" data-ends><div data-list>${messages}</div></section>`;
  new Stream(document.querySelector("section") as HTMLElement, new AbortController().signal).regroup();
  return [...document.querySelectorAll(".message--more")].map((one) => one.id);
}

describe("one person's messages in a row", () => {
  test("go on without face and name within ten minutes, and not after", () => {
    expect(goingOn(message(1, "bo", 0) + message(2, "bo", 5) + message(3, "bo", 15) + message(4, "bo", 26))).toEqual([
      "m-2",
      "m-3",
    ]);
  });

  test("begin again after somebody else, under a new day, and where they answer or were edited", () => {
    const day = '<p class="talk__day"></p>';
    const quote = '<blockquote class="talk__quote"></blockquote>';
    const edited = '<span class="message__edited"></span>';
    expect(goingOn(message(1, "bo", 0) + message(2, "ada", 1) + message(3, "bo", 2))).toEqual([]);
    expect(goingOn(message(1, "bo", 0) + day + message(2, "bo", 1))).toEqual([]);
    expect(goingOn(message(1, "bo", 0) + message(2, "bo", 1, quote) + message(3, "bo", 2, edited))).toEqual([]);
  });

  test("by nobody of the project never go on by themselves", () => {
    expect(goingOn(message(1, "", 0) + message(2, "", 1))).toEqual([]);
  });
});
