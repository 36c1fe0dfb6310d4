import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepPlace, returnToPlace } from "../../chat/kept_place";

const HEIGHT = 100;
let list: HTMLElement;
let stop: AbortController;
let isAtEnd = false;

/** A list of messages of one height, as far as it is scrolled. */
beforeEach(() => {
  vi.useFakeTimers();
  stop = new AbortController();
  isAtEnd = false;
  history.replaceState(null, "", "/chat/t1/?at=3#m-3");
  document.body.innerHTML = `<div>${[1, 2, 3, 4].map((seq) => `<p id="m-${seq}" data-seq="${seq}"></p>`).join("")}</div>`;
  list = document.querySelector("div") as HTMLElement;
  list.scrollTop = 0;
  vi.spyOn(list, "getBoundingClientRect").mockReturnValue({ top: 0, bottom: 400 } as DOMRect);
  for (const [at, message] of [...list.children].entries()) {
    message.getBoundingClientRect = () =>
      ({ top: at * HEIGHT - list.scrollTop, bottom: (at + 1) * HEIGHT - list.scrollTop }) as DOMRect;
  }
  keepPlace(list, () => isAtEnd, stop.signal);
});

afterEach(() => {
  stop.abort();
  vi.useRealTimers();
});

function scrollTo(top: number): void {
  list.scrollTop = top;
  list.dispatchEvent(new Event("wheel"));
  list.dispatchEvent(new Event("scroll"));
  vi.advanceTimersByTime(500);
}

test("a place is kept with the page's entry, and one comes back to it as it was", () => {
  scrollTo(130);
  expect(location.search + location.hash).toBe("?at=2");
  list.scrollTop = 0;
  expect(returnToPlace(list)).toBe(true);
  expect(list.scrollTop).toBe(130);
});

test("the end is no place: what is new by then is where one begins", () => {
  scrollTo(130);
  isAtEnd = true;
  scrollTo(200);
  expect(location.search).toBe("");
  expect(returnToPlace(list)).toBe(false);
});

test("one comes back to the end where the page is as it came, with a line before what was read since", () => {
  Object.defineProperty(list, "scrollHeight", { value: 400 });
  isAtEnd = true;
  scrollTo(200);
  list.scrollTop = 0;
  list.children[3]?.before(Object.assign(document.createElement("p"), { className: "talk__day--new" }));
  expect(returnToPlace(list)).toBe(true);
  expect(list.scrollTop).toBe(400);
  list.insertAdjacentHTML("beforeend", '<p class="talk__day--new"></p><p id="m-5" data-seq="5"></p>');
  list.querySelector(".talk__day--new")?.remove();
  expect(returnToPlace(list)).toBe(false);
});

test("an address that was opened stays until the person scrolls", () => {
  list.dispatchEvent(new Event("scroll"));
  vi.advanceTimersByTime(500);
  expect(location.search + location.hash).toBe("?at=3#m-3");
  expect(returnToPlace(list)).toBe(false);
});
