import { afterEach, beforeEach, expect, test } from "vitest";
import { menus } from "../../behaviours/menus";

let stop: AbortController;

const one = (selector: string) => document.querySelector(selector) as HTMLElement;
const press = (key: string) => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  document.activeElement?.dispatchEvent(event);
  return event.defaultPrevented;
};
const focused = () => document.activeElement?.textContent;

/** Popovers as browsers have them, which jsdom has not. */
function withPopovers(menu: HTMLElement): void {
  const turn = (newState: "open" | "closed") => {
    menu.dataset.open = newState;
    menu.dispatchEvent(Object.assign(new Event("toggle"), { newState }));
  };
  menu.hidePopover = () => turn("closed");
  const matches = menu.matches.bind(menu);
  menu.matches = ((selector: string) =>
    selector === ":popover-open" ? menu.dataset.open === "open" : matches(selector)) as typeof menu.matches;
  one(`[popovertarget="${menu.id}"]`).addEventListener("click", () => turn("open"));
}

beforeEach(() => {
  document.body.innerHTML = `
    <button popovertarget="m" aria-label="More">…</button>
    <div class="menu" id="m" popover>
      <a class="menu__item" href="#a">Rename</a><hr>
      <form><button class="menu__item">Archive</button></form><button class="menu__item" disabled>Restore</button>
      <a class="menu__item" href="#b">History</a>
    </div>
    <button popovertarget="f">Name</button>
    <div class="menu" id="f" popover><form><input name="name"></form><a class="menu__item" href="#c">Record</a></div>`;
  stop = new AbortController();
  for (const menu of document.querySelectorAll<HTMLElement>(".menu")) withPopovers(menu);
  menus(stop.signal);
});

afterEach(() => stop.abort());

test("a menu takes the focus, and arrows, Home and End move through what can be chosen", () => {
  one("[popovertarget=m]").click();
  expect(one("#m").getAttribute("role")).toBe("menu");
  expect(one("#m").getAttribute("aria-label")).toBe("More");
  expect([...document.querySelectorAll("#m [role=menuitem]")]).toHaveLength(3);
  expect(focused()).toBe("Rename");
  const moves = ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "Home", "End"].map((key) => [press(key), focused()]);
  expect(moves).toEqual(["Archive", "History", "Rename", "History", "Rename", "History"].map((words) => [true, words]));
});

test("ArrowUp on the button opens at the last item, and closing leads back to the button", () => {
  const button = one("[popovertarget=m]");
  expect(button.getAttribute("aria-haspopup")).toBe("menu");
  button.focus();
  expect(press("ArrowUp")).toBe(true);
  expect(focused()).toBe("History");
  expect(press("Tab")).toBe(false);
  expect(document.activeElement).toBe(button);
});

test("in a menu with fields keys write, and Tab goes through them", () => {
  one("[popovertarget=f]").click();
  expect(one("#f").hasAttribute("role")).toBe(false);
  one("#f input").focus();
  expect(press("ArrowDown")).toBe(false);
  expect(press("Home")).toBe(false);
  expect(press("Tab")).toBe(false);
  expect(one("#f").dataset.open).toBe("open");
});

test("what a server fills is entered once it is there", () => {
  one("[popovertarget=m]").setAttribute("hx-get", "/menu/");
  one("[popovertarget=m]").click();
  expect(one("#m").childElementCount).toBe(0);
  one("[popovertarget=m]").focus();
  one("#m").innerHTML = `<a class="menu__item" href="#a">Later</a>`;
  const query = document.querySelector.bind(document);
  document.querySelector = ((selector: string) =>
    selector.includes(":popover-open") ? one("#m") : query(selector)) as typeof document.querySelector;
  document.dispatchEvent(new Event("htmx:after:settle"));
  document.querySelector = query;
  expect(focused()).toBe("Later");
});

test("what is offered while one types leaves the focus where the words go", () => {
  document.body.insertAdjacentHTML(
    "beforeend",
    '<input id="words"><div class="menu" id="offered" popover="manual"><button class="menu__item">Warning</button></div>',
  );
  one("#words").focus();
  one("#offered").dispatchEvent(Object.assign(new Event("toggle"), { newState: "open" }));
  expect(document.activeElement).toBe(one("#words"));
  expect(press("ArrowDown")).toBe(false);
});
