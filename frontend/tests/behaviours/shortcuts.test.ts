import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { listNavigation } from "../../behaviours/list_navigation";
import { shortcuts, shortcutTarget } from "../../behaviours/shortcuts";

const stop = () => new AbortController();
let controller: AbortController;

const type = (key: string, target: EventTarget = document.body) =>
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

const clicks = (selector: string) => {
  const listener = vi.fn((event: Event) => event.preventDefault());
  document.querySelector(selector)?.addEventListener("click", listener);
  return listener;
};

const round = (id: string) =>
  `<li class="line" id="${id}"><a class="line__name" href="#${id}">${id}</a>${positions()}</li>`;

const positions = (first = "") => `<div ${first} data-positions><button data-key="1">No objection</button>
  <button data-key="4">Objection</button><button data-key="3">Time</button></div>`;

beforeEach(() => {
  document.body.innerHTML = `<a data-goes="today" href="#t">Today</a><a data-goes="documents" href="#o">Documents</a>
    <a data-key="c" href="#new">New</a><textarea></textarea><ul>${round("P-25")}${round("P-27")}</ul>`;
  controller = stop();
  shortcuts(controller.signal);
  listNavigation(controller.signal);
});

afterEach(() => controller.abort());

describe("keyboard shortcuts", () => {
  test("g t goes to Today, g o to Documents", () => {
    const [today, documents] = [clicks('[data-goes="today"]'), clicks('[data-goes="documents"]')];
    type("g");
    type("t");
    type("g");
    type("o");
    expect(today).toHaveBeenCalledOnce();
    expect(documents).toHaveBeenCalledOnce();
  });

  test("t alone goes nowhere", () => {
    const today = clicks('[data-goes="today"]');
    type("t");
    expect(today).not.toHaveBeenCalled();
  });

  test("c clicks the button for a new thing, but not while one is writing", () => {
    const clicked = clicks('[data-key="c"]');
    type("c", document.querySelector("textarea") as Element);
    expect(clicked).not.toHaveBeenCalled();
    type("c");
    expect(clicked).toHaveBeenCalledOnce();
  });

  test("a number clicks what has it for a key where nobody is asked for a position", () => {
    document.body.innerHTML = '<button data-key="2">Stop</button>';
    expect(shortcutTarget("2")?.textContent).toBe("Stop");
    expect(shortcutTarget("3")).toBeNull();
  });

  test("a number gives a position in the round with the focus, and in none of two without it", () => {
    expect(shortcutTarget("4")).toBeNull();
    document.querySelector<HTMLElement>("#P-27 a")?.focus();
    expect(shortcutTarget("4")?.closest(".line")?.id).toBe("P-27");
    expect(shortcutTarget("4")?.textContent).toBe("Objection");
  });

  test("a number gives the position that has it for a key, wherever its button stands", () => {
    document.body.innerHTML = positions();
    expect(["1", "3", "4", "9"].map((key) => shortcutTarget(key)?.textContent)).toEqual([
      "No objection",
      "Time",
      "Objection",
      undefined,
    ]);
  });

  test("a number gives nothing in a closed menu, and what the menu has once it is open", () => {
    document.body.innerHTML = positions('id="menu" popover');
    const menu = document.querySelector("#menu") as HTMLElement;
    const isOpen = vi.spyOn(menu, "matches").mockReturnValue(false);
    expect(shortcutTarget("1")).toBeNull();
    isOpen.mockReturnValue(true);
    expect(shortcutTarget("1")?.textContent).toBe("No objection");
  });

  test("j and k move through the lines and stop at the ends", () => {
    type("j");
    expect(document.activeElement?.textContent).toBe("P-25");
    type("j");
    type("j");
    expect(document.activeElement?.textContent).toBe("P-27");
    type("k");
    expect(document.activeElement?.textContent).toBe("P-25");
  });

  test("j goes to what opens a line, not to what marks, stars or chooses it: inbox, actions, documents", () => {
    document.body.innerHTML = `
      <article data-item><form><input type="hidden" name="csrf"><button class="line__name">Notice</button></form></article>
      <li class="line" data-item><input type="checkbox"><a class="line__name" href="/a">Action</a></li>
      <li data-item><input type="checkbox"><button>Star</button><p data-name><a href="/d">Document</a></p></li>`;
    for (const name of ["Notice", "Action", "Document"]) {
      type("j");
      expect(document.activeElement?.textContent).toBe(name);
    }
  });
});
