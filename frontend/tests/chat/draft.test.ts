import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { signOut } from "../../behaviours/sign_out";
import { Draft } from "../../chat/draft";
import { TypingLine } from "../../chat/typing";

const KEY = "draft-message:ada:topic:1";
let field: HTMLTextAreaElement;
let stop: AbortController;
let posted: string[];
let isUp: boolean;

const draft = (me = "ada") => new Draft(field, "topic:1", "/chat/t1/draft/", me, stop.signal);
function type(text: string): void {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  history.replaceState(null, "");
  posted = [];
  isUp = true;
  vi.stubGlobal("fetch", async (_url: string, init: RequestInit) => {
    if (!isUp) throw new TypeError("offline");
    posted.push((init.body as URLSearchParams).get("text") ?? "");
    return { ok: true, status: 204 };
  });
  stop = new AbortController();
  document.body.innerHTML = `<textarea></textarea><p data-one="{names} is typing…" data-several="{names} are typing…"></p>`;
  field = document.querySelector("textarea") as HTMLTextAreaElement;
});

afterEach(() => {
  stop.abort();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("is sent once a moment after the last letter, and then kept here no more", async () => {
  draft();
  type("It");
  type("It leaks");
  expect(localStorage.getItem(KEY)).toBe("It leaks");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(posted).toEqual(["It leaks"]);
  expect(localStorage.getItem(KEY)).toBeNull();
});

test("is there again when Back shows the page as it came, and not where the page is a new one", async () => {
  const back = { type: "back_forward" } as unknown as PerformanceEntry;
  vi.stubGlobal("performance", { getEntriesByType: () => [back] });
  draft();
  type("It leaks");
  await vi.advanceTimersByTimeAsync(1_000);
  stop.abort();
  stop = new AbortController();
  field.value = "";
  draft();
  expect(field.value).toBe("It leaks");
  stop.abort();
  stop = new AbortController();
  field.value = "";
  draft("bo");
  expect(field.value).toBe("");
  stop.abort();
  stop = new AbortController();
  field.value = field.defaultValue = "It leaks at farm 2";
  draft();
  expect(field.value).toBe("It leaks at farm 2");
});

test("stays here while the server is away, is there again after a reload, and goes once it answers", async () => {
  isUp = false;
  draft();
  type("It leaks");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(localStorage.getItem(KEY)).toBe("It leaks");
  stop.abort();
  stop = new AbortController();
  field.value = "";
  isUp = true;
  draft();
  expect(field.value).toBe("It leaks");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(posted).toEqual(["It leaks"]);
});

test("of another device comes in, unless something is being written here", async () => {
  const own = draft();
  own.receive({ place: "topic:1", text: "from the phone", device: "phone" });
  expect(field.value).toBe("from the phone");
  own.receive({ place: "topic:2", text: "elsewhere", device: "phone" });
  expect(field.value).toBe("from the phone");
  type("from the phone and here");
  own.receive({ place: "topic:1", text: "from the phone, more", device: "phone" });
  expect(field.value).toBe("from the phone and here");
});

test("signing out leaves nothing of it on the device", () => {
  signOut(stop.signal);
  localStorage.setItem(KEY, "It leaks");
  localStorage.setItem("unsent:ada:/chat/t1/:1", "{}");
  localStorage.setItem("other", "stays");
  document.body.insertAdjacentHTML("beforeend", `<form action="/account/logout/"></form>`);
  document.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true }));
  expect(Object.keys(localStorage)).toEqual(["other"]);
});

test("who is writing is named until they stop, or what they wrote is here", async () => {
  const line = document.querySelector("p") as HTMLElement;
  const typing = new TypingLine(line, stop.signal);
  typing.add({ id: "b0", name: "Bo Nguyen" });
  expect(line.textContent).toBe("Bo is typing…");
  typing.add({ id: "fa", name: "Fay Lemoine" });
  expect(line.textContent).toBe("Bo, Fay are typing…");
  typing.forget("b-0");
  expect(line.textContent).toBe("Fay is typing…");
  await vi.advanceTimersByTimeAsync(6_000);
  expect(line.textContent).toBe("");
});

test("what is to be sent later is a draft no more, and comes back where it is taken back", async () => {
  const kept = draft();
  type("For tomorrow");
  kept.taken();
  await vi.advanceTimersByTimeAsync(2_000);
  expect([field.value, localStorage.getItem(KEY), posted]).toEqual(["", null, []]);
  field.value = "For tomorrow"; // as the page says it that is opened after it was taken back
  draft();
  expect(field.value).toBe("For tomorrow");
});
