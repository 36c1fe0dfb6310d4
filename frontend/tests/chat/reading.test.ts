import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { mount } from "../../chat";
import { inSpans } from "../../chat/read_position";

vi.mock("htmx.org", () => ({ default: { ajax: vi.fn(async () => {}) } }));

const message = (seq: number) =>
  `<article class="message" id="m-${seq}" data-seq="${seq}" data-key="${seq}"></article>`;
const MOMENT_MS = 1_000;

let unmount = () => {};
let told: URLSearchParams[];
let respond: () => Response | Promise<Response>;
let look: (seqs: number[], isShown?: boolean) => void;

/** Stands for the browser: says which messages are on the screen. */
class Screen {
  constructor(callback: (entries: object[]) => void) {
    look = (seqs, isShown = true) =>
      callback(
        seqs.map((seq) => ({
          target: document.querySelector(`#m-${seq}`),
          intersectionRatio: isShown ? 1 : 0,
          intersectionRect: { height: isShown ? 20 : 0 },
        })),
      );
  }
  observe() {}
  unobserve() {}
  disconnect() {}
}

function open(...seqs: number[]): void {
  document.body.innerHTML = `<a class="topic" data-topic="t1"><span class="topic__count">9</span></a>
    <section data-island="chat" data-me="bo" data-base="/chat/t1/" data-topic="t1" data-room="" data-read-to="2" data-went-back="1" data-ends>
    <div data-list>${seqs.map(message).join("")}</div><template data-menu data-words-new="New"><p></p></template></section>`;
  unmount = mount(document.querySelector("section") as HTMLElement);
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"] });
  vi.stubGlobal("IntersectionObserver", Screen);
  told = [];
  respond = () => new Response(JSON.stringify({ seq: 4, unread: 5, went_back: 1 }));
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    if (url.endsWith("readings/")) told.push(init?.body as URLSearchParams);
    return respond();
  });
});

afterEach(() => {
  unmount();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const seen = () => told.map((body) => body.get("seen"));

test("what was on the screen for a moment is told, with what one scrolled past to come there", async () => {
  open(3, 4, 5, 6, 7);
  look([3]);
  await vi.advanceTimersByTimeAsync(100);
  look([3], false);
  look([6]);
  expect(seen()).toEqual([]);
  await vi.advanceTimersByTimeAsync(MOMENT_MS);
  expect(seen()).toEqual(["3-6"]);
  expect(told[0]?.get("went_back")).toBe("1");
});

test("who jumps to the end has not seen what stands between", async () => {
  open(3, 4, 90);
  look([3, 4]);
  await vi.advanceTimersByTimeAsync(MOMENT_MS);
  look([3, 4], false);
  look([90]);
  await vi.advanceTimersByTimeAsync(MOMENT_MS * 3);
  expect(seen()).toEqual(["3-4", "90"]);
});

test("nothing is told by opening alone", async () => {
  open(3, 4, 5);
  await vi.advanceTimersByTimeAsync(MOMENT_MS * 5);
  expect(seen()).toEqual([]);
});

test("in a hidden window nothing is seen, and once it shows a moment counts from then", async () => {
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  open(3);
  look([3]);
  await vi.advanceTimersByTimeAsync(MOMENT_MS * 3);
  expect(seen()).toEqual([]);
  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(300);
  expect(seen()).toEqual([]);
  await vi.advanceTimersByTimeAsync(MOMENT_MS);
  expect(seen()).toEqual(["3"]);
  hidden.mockRestore();
});

test("messages go together while one scrolls, with those between which something was missing", async () => {
  open(3, 4, 5, 6, 7, 8);
  look([6, 7]);
  await vi.advanceTimersByTimeAsync(MOMENT_MS);
  look([5]);
  await vi.advanceTimersByTimeAsync(300);
  look([8]);
  await vi.advanceTimersByTimeAsync(MOMENT_MS * 3);
  expect(seen()).toEqual(["6-7", "5-8"]);
  expect(document.querySelector(".topic__count")?.textContent).toBe("5");
});

test("what could not be told is told again, and at once when one leaves", async () => {
  open(3, 4);
  respond = () => Promise.reject(new TypeError("offline"));
  look([3]);
  await vi.advanceTimersByTimeAsync(MOMENT_MS);
  respond = () => new Response(JSON.stringify({ seq: 4, unread: 0, went_back: 1 }));
  window.dispatchEvent(new Event("pagehide"));
  expect(seen()).toEqual(["3", "3"]);
});

test("where one has gone back on another device, this page tells no more and shows the line", async () => {
  open(2, 3, 4);
  respond = () => new Response(JSON.stringify({ seq: 2, unread: 2, went_back: 2 }));
  look([3]);
  await vi.advanceTimersByTimeAsync(MOMENT_MS);
  expect(document.querySelector(".talk__day--new")?.nextElementSibling?.id).toBe("m-3");
  look([4]);
  await vi.advanceTimersByTimeAsync(MOMENT_MS * 4);
  expect(seen()).toEqual(["3"]);
});

test("numbers are told as spans", () => {
  expect(inSpans([5, 3, 4, 9, 9, 1])).toBe("1,3-5,9");
});
