import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { mount } from "../../chat";
import { firstOnScreen } from "../../chat/stretches";

vi.mock("htmx.org", () => ({ default: { ajax: vi.fn(async () => {}) } }));

const article = (seq: number, minute: number, by = "bo") =>
  `<article class="message" id="m-${seq}" data-seq="${seq}" data-by="${by}" data-key="key-${seq}"><a class="message__time"><time datetime="2026-11-24T09:0${minute}:00Z"></time></a></article>`;
const DAY = '<p class="talk__day" data-day="2026-11-24">Tuesday</p>';

let unmount = () => {};
let observed: Element[];

beforeEach(() => {
  observed = [];
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      observe = (one: Element) => observed.push(one);
      unobserve = (one: Element) => observed.splice(observed.indexOf(one), 1);
      disconnect = () => {};
    },
  );
  document.body.innerHTML = `<section data-island="chat" data-base="/chat/t1/" data-topic="t1">
    <div data-list><a data-earlier="3"></a>${DAY}${article(3, 3)}<a data-later="4"></a></div></section>`;
  vi.stubGlobal("fetch", async (url: string) => {
    if (url.endsWith("?before=3"))
      return new Response(`<a data-earlier="1"></a>${DAY}${article(1, 1)}${article(2, 2)}<a data-later="2"></a>`);
    return new Response(`<a data-earlier="4"></a>${DAY}${article(4, 4)}${article(5, 5, "fay")}`);
  });
  unmount = mount(document.querySelector("section") as HTMLElement);
});

afterEach(() => {
  unmount();
  vi.unstubAllGlobals();
});

const list = () => document.querySelector("[data-list]") as HTMLElement;
const stretches = () => [...list().children].filter((one) => one.matches(".stretch"));

/** What is later comes by itself, since all that stands there is on the screen; then one asks for what is earlier. */
async function loadBoth(): Promise<void> {
  await vi.waitFor(() => expect(list().querySelector("#m-5")).not.toBeNull());
  list().querySelector<HTMLElement>("[data-earlier]")?.click();
  await vi.waitFor(() => expect(list().querySelector("#m-1")).not.toBeNull());
}

const joined = () => [...list().querySelectorAll(".message--more")].map((one) => one.id);

test("what comes in together is a stretch, and is one conversation with what stands there", async () => {
  await loadBoth();
  expect(stretches()).toHaveLength(2);
  expect(list().firstElementChild?.matches("[data-earlier='1']")).toBe(true);
  expect(list().querySelectorAll(".talk__day")).toHaveLength(1);
  expect(joined()).toEqual(["m-2", "m-3", "m-4"]);
  expect(list().closest("section")?.dataset.ends).toBe("");
});

test("the messages of a stretch are watched for being read, and those that go are not", async () => {
  await loadBoth();
  await vi.waitFor(() => expect(observed.map((one) => one.id).sort()).toEqual(["m-1", "m-2", "m-3", "m-4", "m-5"]));
  list().querySelector(".stretch")?.remove();
  await vi.waitFor(() => expect(observed.map((one) => one.id).sort()).toEqual(["m-3", "m-4", "m-5"]));
});

test("the first message on the screen is found in a stretch too", () => {
  list().innerHTML = `<div class="stretch">${article(1, 1)}</div><div class="stretch">${article(2, 2)}${article(3, 3)}</div>`;
  const place = (selector: string, bottom: number) => {
    const one = list().querySelector(selector) as HTMLElement;
    one.getBoundingClientRect = () => ({ top: 0, bottom }) as DOMRect;
  };
  list().getBoundingClientRect = () => ({ top: 10, bottom: 90 }) as DOMRect;
  place(".stretch", 5);
  place("#m-1", 5);
  place(".stretch:last-child", 60);
  place("#m-2", 10);
  place("#m-3", 60);
  expect(firstOnScreen(list())?.id).toBe("m-3");
});
