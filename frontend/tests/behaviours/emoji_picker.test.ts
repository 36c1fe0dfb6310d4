import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { emojiFor } from "../../behaviours/emoji";
import { emojiPicker, recent, remember } from "../../behaviours/emoji_picker";

let stop: AbortController;
const menu = () => document.querySelector(".menu") as HTMLElement;
const signs = () =>
  [...document.querySelectorAll<HTMLElement>("[data-emoji-found] button")].map((one) => one.textContent);
const open = () => menu().dispatchEvent(Object.assign(new Event("toggle"), { newState: "open" }));

beforeAll(async () => void (await emojiFor("smile", "en", [], 1)), 30_000); // reads all names once

beforeEach(() => {
  localStorage.clear();
  stop = new AbortController();
  document.body.innerHTML = `<span class="menu" data-emoji="react"><span data-emoji-list hidden>
    <input class="emoji__search"><span data-emoji-found></span></span></span>`;
  emojiPicker(stop.signal);
});

afterEach(() => stop.abort());

test("all emoji are there, those that one took last first", async () => {
  remember("🚀");
  remember("🔧");
  open();
  await vi.waitFor(() => expect(signs().slice(0, 3)).toEqual(["🔧", "🚀", "😀"]));
  expect(signs().length).toBeGreaterThan(1_000);
  expect(new Set(signs()).size).toBe(signs().length);
});

test("one is found by a word and taken with one press", async () => {
  open();
  const field = document.querySelector<HTMLInputElement>(".emoji__search") as HTMLInputElement;
  field.value = "rocket";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await vi.waitFor(() => expect(signs()[0]).toBe("🚀"));
  expect(signs().length).toBeLessThan(10);
  const button = document.querySelector<HTMLElement>("[data-emoji-found] button");
  button?.click();
  expect(button?.dataset.react).toBe("🚀");
  expect(recent()).toEqual(["🚀"]);
});
