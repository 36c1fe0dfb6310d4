import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { replacePart } from "../../htmx";
import { mount } from "../../map";
import { stand, turn } from "./window";

vi.mock("../../htmx", () => ({ replacePart: vi.fn() }));

const CIRCLES = [
  { key: "general", name: "General", parent: null, people: 14, hue: 20 },
  { key: "design", name: "Design", parent: "general", people: 8, hue: 26 },
  { key: "hydraulics", name: "Hydraulics", parent: "design", people: 4, hue: 24, spent: 0.547, reserved: 0.161 },
  { key: "market", name: "Market", parent: "general", people: 3, hue: 32 },
].map((circle) => ({ url: `/${circle.key}`, money: 0, open: 0, waiting: 0, ...circle }));

const link = (key: string) => document.querySelector(`svg [data-key="${key}"]`) as SVGAElement;
const radius = (key: string) => Number(link(key).querySelector("circle")?.getAttribute("r"));
const focused = () => (document.activeElement as SVGAElement).dataset.key;
const type = (key: string) =>
  document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
const press = (key: string) => link(key).dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));

describe("going through the map", () => {
  let unmount: () => void;

  beforeEach(() => {
    vi.mocked(replacePart).mockReset();
    stand({ still: true });
    document.body.innerHTML = `<div id="map" data-source="circles" data-words="map-words" data-card="card" data-cards="/map/"><ul>the same as a list</ul></div>
      <script type="application/json" id="circles">${JSON.stringify(CIRCLES)}</script>
      <script type="application/json" id="map-words">{"map": "Circle map", "people": "{n} people", "waiting": "{n} waiting", "spent": "spent: {n} %", "objection": "an objection stands"}</script>
      <section id="card" data-circle="general"></section>
      <table><tr data-circle-row="general"></tr><tr data-circle-row="design"></tr></table>`;
    unmount = mount(document.getElementById("map") as HTMLElement);
  });

  afterEach(() => unmount());

  test("a press goes into a circle and marks it in the list; a second one is left to its link", () => {
    expect(press("design")).toBe(false);
    expect(document.querySelector('[data-circle-row="design"]')?.getAttribute("aria-selected")).toBe("true");
    expect(document.querySelector('[data-circle-row="general"]')?.getAttribute("aria-selected")).toBe("false");
    link("design").addEventListener("click", (event) => event.preventDefault(), { once: true });
    const second = new MouseEvent("click", { bubbles: true, cancelable: true });
    const stopped = vi.spyOn(second, "preventDefault");
    link("design").dispatchEvent(second);
    expect(stopped).toHaveBeenCalledOnce(); // by this test alone
  });

  test("a ring shows what is spent and what is reserved, where there is money, and is read aloud", () => {
    const rings = [...link("hydraulics").querySelectorAll(".map__ring")];
    expect(rings.map((ring) => ring.getAttribute("stroke-dasharray"))).toEqual([
      null,
      "0 0 54.7 100",
      "0 54.7 16.1 100",
    ]);
    expect(link("hydraulics").getAttribute("aria-label")).toBe("Hydraulics: 4 people, spent: 55 %");
    expect(link("market").querySelector(".map__ring")).toBeNull();
  });

  test("Enter goes in, arrows walk among siblings, Escape goes out", () => {
    link("general").focus();
    type("ArrowRight");
    expect(focused()).toBe("design");
    type("ArrowRight");
    expect(focused()).toBe("market");
    type("ArrowRight");
    expect(focused()).toBe("design");
    type("Enter");
    type("ArrowRight");
    expect(focused()).toBe("hydraulics");
    type("Escape");
    expect(focused()).toBe("general");
  });

  test("only one circle is in the way of the Tab key", () => {
    press("design");
    expect(document.querySelectorAll('svg [tabindex="0"]')).toHaveLength(1);
  });

  test("on a phone one goes in level by level", () => {
    const large = radius("market");
    turn(328);
    expect(radius("market") / large).toBeGreaterThan(1.2); // so that its name has room
    press("hydraulics");
    expect(focused()).toBe("design");
    press("hydraulics");
    expect(focused()).toBe("hydraulics");
  });

  test("of several presses in a row, the last circle’s card is shown, and the address is its own", async () => {
    const card = document.getElementById("card") as HTMLElement;
    vi.mocked(replacePart).mockImplementation(async (_part, address) => {
      card.dataset.circle = address.split("/")[2];
    });
    press("design");
    press("hydraulics");
    press("market");
    await vi.waitFor(() => expect(location.pathname).toBe("/map/market/"));
    expect(card.dataset.circle).toBe("market");
    expect(vi.mocked(replacePart).mock.calls.map(([, address]) => address)).toEqual(["/map/design/", "/map/market/"]);
    expect(card.hasAttribute("aria-busy")).toBe(false);
  });

  test("a card that could not be fetched leaves the one that was there", async () => {
    const before = location.pathname;
    press("design");
    await vi.waitFor(() => expect(replacePart).toHaveBeenCalledOnce());
    await vi.waitFor(() => expect(document.querySelector("#card[aria-busy]")).toBeNull());
    expect(location.pathname).toBe(before);
  });

  test("a circle with an objection or something late bears its sign, also when nothing waits for the reader", () => {
    const source = document.getElementById("circles") as HTMLElement;
    const signed = CIRCLES.map((one) => (one.key === "market" ? { ...one, sign: "objection" } : one));
    source.textContent = JSON.stringify(signed);
    document.dispatchEvent(new CustomEvent("htmx:after:settle"));
    expect(document.querySelectorAll(".map__badge--objection")).toHaveLength(1);
    expect(document.querySelector(".map__waits .map__count")).toBeNull();
    expect(link("market").getAttribute("aria-label")).toContain("an objection stands");
  });

  test("the way out stands above the map", () => {
    press("hydraulics");
    expect([...document.querySelectorAll(".map__path a")].map((step) => step.textContent)).toEqual([
      "General",
      "Design",
      "Hydraulics",
    ]);
  });

  test("a circle is read aloud with what is in it", () => {
    expect(link("design").getAttribute("aria-label")).toBe("Design: 8 people");
    expect(document.querySelector("svg")?.getAttribute("aria-label")).toBe("Circle map");
  });

  test("news draws the map anew, and one stays where one was", () => {
    press("design");
    const more = [...CIRCLES, { ...CIRCLES[3], key: "field", name: "Field", url: "/field" }];
    const source = document.getElementById("circles") as HTMLElement;
    source.textContent = JSON.stringify(more);
    document.dispatchEvent(new CustomEvent("htmx:after:settle"));
    expect(link("field")).not.toBeNull();
    expect(document.querySelector('.map__path [aria-current="true"]')?.textContent).toBe("Design");
  });

  test("when it leaves, what the server wrote is back", () => {
    unmount();
    expect(document.getElementById("map")?.textContent).toContain("the same as a list");
  });
});

test("the small map fills the circle one is in and draws the way to it", () => {
  document.body.innerHTML = `<div id="map" data-small data-here="hydraulics" data-source="circles"></div>
    <script type="application/json" id="circles">${JSON.stringify(CIRCLES)}</script>`;
  const unmount = mount(document.getElementById("map") as HTMLElement);
  expect(document.querySelector(".map__node--here")?.getAttribute("href")).toBe("/hydraulics");
  expect(document.querySelectorAll(".map__node--on")).toHaveLength(1);
  expect(document.querySelector("svg")?.getAttribute("aria-label")).toBe("General, Design, Hydraulics");
  unmount();
});

describe("the map of 300 circles", () => {
  const many = Array.from({ length: 300 }, (_, n) => {
    const parent = n ? `c${Math.floor((n - 1) / 4)}` : null;
    return {
      ...CIRCLES[0],
      key: `c${n}`,
      name: `Circle ${n}`,
      parent,
      people: n === 1 ? 1300 : 7,
    };
  });
  const drawn = () => document.querySelectorAll(".map__node:not([hidden])").length;
  let wanted: { still: boolean };
  let moving: { onfinish: () => void; cancel: () => void };
  let unmount: () => void;

  beforeEach(() => {
    wanted = { still: true };
    stand(wanted);
    moving = { onfinish: () => {}, cancel: vi.fn() };
    SVGElement.prototype.animate = vi.fn(() => moving as unknown as Animation);
    document.body.innerHTML = `<div id="map" data-source="circles"></div>
      <script type="application/json" id="circles">${JSON.stringify(many)}</script>`;
    unmount = mount(document.getElementById("map") as HTMLElement);
  });

  afterEach(() => unmount());

  /** How many elements a deed changes. */
  const touched = (deed: () => void) => {
    const watch = new MutationObserver(() => {});
    watch.observe(document.querySelector("svg.map") as Element, { subtree: true, childList: true, attributes: true });
    deed();
    return new Set(watch.takeRecords().map(({ target }) => target)).size;
  };

  test("what is out of sight is not drawn, and comes back", () => {
    expect(drawn()).toBe(many.length);
    press("c299");
    expect(drawn()).toBeLessThan(20);
    press("c0");
    expect(drawn()).toBe(many.length);
  });

  test("on the way in nothing is drawn anew but what is in the hand; there, what can be seen", () => {
    wanted.still = false;
    const view = () => document.querySelector("svg.map")?.getAttribute("viewBox");
    const before = view();
    expect(touched(() => press("c299"))).toBeLessThan(5);
    expect(view()).toBe(before);
    expect(touched(() => moving.onfinish())).toBeLessThan(many.length * 3); // all that goes out of sight, once
    expect(view()).not.toBe(before);
    expect(drawn()).toBeLessThan(20);
  });

  test("on the way out the picture is drawn once, at the beginning", () => {
    press("c299");
    wanted.still = false;
    press("c0");
    expect(drawn()).toBe(many.length);
    expect(touched(() => moving.onfinish())).toBe(1); // the picture itself, which moves no more
  });

  test("who goes on before the way is over begins where they went to", () => {
    wanted.still = false;
    press("c2");
    press("c0");
    expect(moving.cancel).toHaveBeenCalledOnce();
    expect(document.querySelector('.map__path [aria-current="true"]')?.textContent).toBe("Circle 0");
    expect(drawn()).toBe(many.length);
  });

  test("arrows lead to a circle out of sight as well", () => {
    press("c299");
    type("ArrowRight");
    expect(focused()).not.toBe("c299");
    expect(link(focused() ?? "").closest("[hidden]")).toBeNull();
  });
});
