import { afterEach, beforeEach, describe, expect, type Mock, test, vi } from "vitest";
import { findTarget, markTarget, tour } from "../../behaviours/tour";

let controller: AbortController;
let skipped: Mock<(event: Event) => void>;

const card = () => document.getElementById("tour") as HTMLElement;
const pressKey = (key: string, target: EventTarget = document.body) =>
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

beforeEach(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
  document.body.innerHTML = `<main><h1>Today</h1><p class="head" aria-describedby="note">Two wait for you.</p>
      <textarea></textarea></main>
    <section id="tour" tabindex="-1" data-shows="#today .section; .head"><p id="tour-words">Words.</p>
      <form><button>Skip the tour</button><a href="#on">Next</a></form></section>`;
  controller = new AbortController();
  skipped = vi.fn((event: Event) => event.preventDefault());
  card().querySelector("form")?.addEventListener("submit", skipped);
});

afterEach(() => controller.abort());

describe("the tour", () => {
  test("takes the focus when a page opens, so that its buttons are next for the keyboard", () => {
    tour(controller.signal);
    expect(document.activeElement).toBe(card());
  });

  test("leaves the focus to a field with autofocus, but not to one in a closed dialog", () => {
    document.body.insertAdjacentHTML("beforeend", "<dialog><input autofocus></dialog>");
    tour(controller.signal);
    expect(document.activeElement).toBe(card());
    card().blur();
    document.body.insertAdjacentHTML("beforeend", "<input autofocus>");
    tour(controller.signal);
    expect(document.activeElement).toBe(document.body);
  });

  test("marks the first target on the page, and describes it", () => {
    tour(controller.signal);
    const head = document.querySelector(".head");
    expect(findTarget(card().dataset.shows ?? "")).toBe(head);
    expect(head?.classList).toContain("tour__target");
    expect(head?.getAttribute("aria-describedby")).toBe("note tour-words");
  });

  test("marks one target again when the page has changed", () => {
    tour(controller.signal);
    document
      .querySelector("main")
      ?.insertAdjacentHTML("beforeend", '<div id="today"><div class="section"></div></div>');
    const old = document.querySelector(".head");
    old?.classList.remove("head"); // as a morph does
    document.dispatchEvent(new Event("htmx:after:settle"));
    expect([...document.querySelectorAll(".tour__target")].map((one) => one.className)).toEqual([
      "section tour__target",
    ]);
    expect(old?.getAttribute("aria-describedby")).toBe("note");
  });

  test("prefers a target in the window to one below it", () => {
    document
      .querySelector("main")
      ?.insertAdjacentHTML("beforeend", '<div id="today"><div class="section"></div></div>');
    const section = document.querySelector("#today .section") as Element;
    section.getBoundingClientRect = () => ({ top: 5000 }) as DOMRect;
    tour(controller.signal);
    expect(document.querySelector(".tour__target")).toBe(document.querySelector(".head"));
    document.dispatchEvent(new Event("htmx:after:settle"));
    expect(document.querySelector(".tour__target")).toBe(document.querySelector(".head"));
  });

  test("marks nothing on a page without a target", () => {
    document.querySelector(".head")?.remove();
    expect(markTarget(card())).toBeNull();
  });

  test("is skipped by Escape, but not while one writes or has a dialog open", () => {
    tour(controller.signal);
    pressKey("Escape", document.querySelector("textarea") as Element);
    document.body.insertAdjacentHTML("beforeend", "<dialog open></dialog>");
    pressKey("Escape");
    expect(skipped).not.toHaveBeenCalled();
    document.querySelector("dialog")?.remove();
    pressKey("Enter");
    expect(skipped).not.toHaveBeenCalled();
    pressKey("Escape");
    expect(skipped).toHaveBeenCalledOnce();
  });

  test("does nothing on a page without a step", () => {
    card().remove();
    tour(controller.signal);
    pressKey("Escape");
    expect(document.activeElement).toBe(document.body);
    expect(skipped).not.toHaveBeenCalled();
  });
});
