import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { emojiFor } from "../../behaviours/emoji";
import { typedSuggestions } from "../../behaviours/typed_suggestions";

const FOUND = [
  { kind: "person", id: "1", name: "Bo Nguyen", note: "@bo" },
  { kind: "circle", id: "field", name: "Boats", note: "" },
  { kind: "person", id: "2", name: "Bodil <b>", note: "" },
];
let stop: AbortController;
let field: HTMLTextAreaElement;
let asked: string[];

const names = () => [...document.querySelectorAll(".pick [data-name]")].map((one) => one.textContent);
const isOpen = () => document.querySelector<HTMLElement>(".pick")?.hidden === false;
const key = (name: string) => {
  const event = new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true });
  field.dispatchEvent(event);
  return event.defaultPrevented;
};

beforeAll(async () => void (await emojiFor("smile", "en", [], 1)), 30_000); // reads all names once

async function type(words: string): Promise<void> {
  field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await vi.advanceTimersByTimeAsync(200);
}

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  vi.stubGlobal("fetch", async (address: string) => {
    asked.push(address);
    return { ok: true, json: async () => FOUND };
  });
  stop = new AbortController();
  document.body.innerHTML = `<label for="f">Comment</label><textarea id="f" data-mentions="/mentions/"></textarea>`;
  field = document.getElementById("f") as HTMLTextAreaElement;
  typedSuggestions(stop.signal);
  field.focus();
});

afterEach(() => {
  stop.abort();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("people are offered for what stands after an @, and nothing for an address", async () => {
  await type("ask ada@b");
  expect(asked).toEqual([]);
  await type("o and @bo");
  expect(asked).toEqual(["/mentions/?q=bo"]);
  expect(names()).toEqual(["Bo Nguyen@bo", "Bodil <b>"]);
  expect(isOpen()).toBe(true);
});

test("a long word between two @ is read at once, and offers nothing", async () => {
  await type(`@${"a".repeat(20_000)}@`);
  expect(asked).toEqual([]);
  await type(" @bo ng");
  expect(asked).toEqual(["/mentions/?q=bo+ng"]);
});

test("arrows and Enter write a name in the place of what was typed", async () => {
  await type("Ask @bo");
  key("ArrowDown");
  expect(key("Enter")).toBe(true);
  expect(field.value).toBe("Ask @Bodil <b> ");
  expect(isOpen()).toBe(false);
  expect(key("Enter")).toBe(false); // is left to the form
});

test("Tab and a click take a name in the middle of a text, which goes on behind it", async () => {
  field.value = "Ask  today";
  field.setSelectionRange(4, 4);
  await type("@b");
  expect(key("Tab")).toBe(true);
  expect(field.value).toBe("Ask @Bo Nguyen today");
  await type("@b");
  document.querySelector<HTMLElement>(".pick [data-name]")?.click();
  expect(field.value).toBe("Ask @Bo Nguyen @Bo Nguyen today");
});

test("Escape leaves what was typed, and no list stays when nobody is found or the field is left", async () => {
  await type("@bo");
  expect(key("Escape")).toBe(true);
  expect([field.value, isOpen(), key("Escape")]).toEqual(["@bo", false, false]);
  await type("d");
  expect(isOpen()).toBe(true);
  field.blur();
  expect(isOpen()).toBe(false);
});

test("circles come where a text may name them, by their key where their name is no plain one", async () => {
  Object.assign(field.dataset, { withCircles: "", peopleHead: "People", circlesHead: "Circles" });
  await type("@bo");
  expect([...document.querySelectorAll(".pick__head")].map((one) => one.textContent)).toEqual([
    "People",
    "Circles",
    "People",
  ]);
  expect(document.querySelector<HTMLElement>("[data-name='@Boats']")).not.toBeNull();
});

test("emoji come by their words, and commands at the beginning only", async () => {
  Object.assign(field.dataset, { emoji: "", commands: "action track" });
  field.setAttribute("data-command-action", "/new/?what=WORDS");
  await type(":dro");
  await vi.waitFor(() => expect(isOpen()).toBe(true));
  key("Enter");
  expect(field.value).toBe("💧 ");
  await type("/a");
  expect(isOpen()).toBe(false);
  field.value = "";
  await type("/");
  expect(names()).toEqual(["/action"]);
});

test("things come by their words and are written by their reference", async () => {
  field.dataset.things = "/search/";
  vi.stubGlobal("fetch", async () => ({
    ok: true,
    json: async () => [
      { title: "A seal", reference: "P-3" },
      { title: "Bo", reference: "" },
    ],
  }));
  await type("see #sea");
  key("Enter");
  expect(field.value).toBe("see P-3 ");
});
