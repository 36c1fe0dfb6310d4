import { afterEach, beforeEach, describe, expect, type Mock, test, vi } from "vitest";
import { point, shown, tour } from "../../behaviours/tour";

let controller: AbortController;
let skipped: Mock<(event: Event) => void>;

const card = () => document.getElementById("tour") as HTMLElement;
const press = (key: string, target: EventTarget = document.body) =>
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
  test("takes the focus when a page opens, so that a keyboard is at its presses", () => {
    tour(controller.signal);
    expect(document.activeElement).toBe(card());
  });

  test("leaves the focus with a field that asks for it, but not for one in a closed dialog", () => {
    document.body.insertAdjacentHTML("beforeend", "<dialog><input autofocus></dialog>");
    tour(controller.signal);
    expect(document.activeElement).toBe(card());
    card().blur();
    document.body.insertAdjacentHTML("beforeend", "<input autofocus>");
    tour(controller.signal);
    expect(document.activeElement).toBe(document.body);
  });

  test("points at the first of its things that is on the page, and describes it with its words", () => {
    tour(controller.signal);
    const head = document.querySelector(".head");
    expect(shown(card().dataset.shows ?? "")).toBe(head);
    expect(head?.classList).toContain("tour__target");
    expect(head?.getAttribute("aria-describedby")).toBe("note tour-words");
  });

  test("points anew when news have redrawn the page, at one thing only", () => {
    tour(controller.signal);
    document
      .querySelector("main")
      ?.insertAdjacentHTML("beforeend", '<div id="today"><div class="section"></div></div>');
    const old = document.querySelector(".head");
    old?.classList.remove("head"); // a morph leaves nothing of ours on what it has drawn
    document.dispatchEvent(new Event("htmx:after:settle"));
    expect([...document.querySelectorAll(".tour__target")].map((one) => one.className)).toEqual([
      "section tour__target",
    ]);
    expect(old?.getAttribute("aria-describedby")).toBe("note");
  });

  test("points at what is in the window before what is below it", () => {
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

  test("points at nothing on a page that has none of it", () => {
    document.querySelector(".head")?.remove();
    expect(point(card())).toBeNull();
  });

  test("is skipped by Escape, but not by the Escape of somebody who writes or has a dialog open", () => {
    tour(controller.signal);
    press("Escape", document.querySelector("textarea") as Element);
    document.body.insertAdjacentHTML("beforeend", "<dialog open></dialog>");
    press("Escape");
    expect(skipped).not.toHaveBeenCalled();
    document.querySelector("dialog")?.remove();
    press("Enter");
    expect(skipped).not.toHaveBeenCalled();
    press("Escape");
    expect(skipped).toHaveBeenCalledOnce();
  });

  test("a page without a step has nothing to do", () => {
    card().remove();
    tour(controller.signal);
    press("Escape");
    expect(document.activeElement).toBe(document.body);
    expect(skipped).not.toHaveBeenCalled();
  });
});
