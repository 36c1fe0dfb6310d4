import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { replacePart } from "../../htmx";
import { mount } from "../../map";
import { openWindow, turnWindow } from "./fake_window";

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
const click = (key: string) => link(key).dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));

describe("zooming through the map", () => {
  let unmount: () => void;

  beforeEach(() => {
    vi.mocked(replacePart).mockReset();
    openWindow({ isReduced: true });
    document.body.innerHTML = `<div id="map" data-source="circles" data-words="map-words" data-card="card" data-cards="/map/"><ul>the same as a list</ul></div>
      <script type="application/json" id="circles">${JSON.stringify(CIRCLES)}</script>
      <script type="application/json" id="map-words">{"map": "Circle map", "people": "{n} people", "waiting": "{n} waiting", "spent": "spent: {n} %", "objection": "an objection stands"}</script>
      <section id="card" data-circle="general"></section>
      <table><tr data-circle-row="general"></tr><tr data-circle-row="design"></tr></table>`;
    unmount = mount(document.getElementById("map") as HTMLElement);
  });

  afterEach(() => unmount());

  test("a click zooms into a circle and marks its row; a second one opens its page", () => {
    expect(click("design")).toBe(false);
    expect(document.querySelector('[data-circle-row="design"]')?.getAttribute("aria-selected")).toBe("true");
    expect(document.querySelector('[data-circle-row="general"]')?.getAttribute("aria-selected")).toBe("false");
    link("design").addEventListener("click", (event) => event.preventDefault(), { once: true });
    const second = new MouseEvent("click", { bubbles: true, cancelable: true });
    const stopped = vi.spyOn(second, "preventDefault");
    link("design").dispatchEvent(second);
    expect(stopped).toHaveBeenCalledOnce(); // by this test alone
  });

  test("a ring shows what is spent and reserved, where there is money, and is read aloud", () => {
    const rings = [...link("hydraulics").querySelectorAll(".map__ring")];
    expect(rings.map((ring) => ring.getAttribute("stroke-dasharray"))).toEqual([
      null,
      "0 0 54.7 100",
      "0 54.7 16.1 100",
    ]);
    expect(link("hydraulics").getAttribute("aria-label")).toBe("Hydraulics: 4 people, spent: 55 %");
    expect(link("market").querySelector(".map__ring")).toBeNull();
  });

  test("Enter zooms in, arrows move among siblings, Escape zooms out", () => {
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

  test("the map is one tab stop", () => {
    click("design");
    expect(document.querySelectorAll('svg [tabindex="0"]')).toHaveLength(1);
  });

  test("on a phone one zooms in level by level", () => {
    const large = radius("market");
    turnWindow(328);
    expect(radius("market") / large).toBeGreaterThan(1.2); // so that its name has room
    click("hydraulics");
    expect(focused()).toBe("design");
    click("hydraulics");
    expect(focused()).toBe("hydraulics");
  });

  test("after several clicks in a row, the last circle's card and address are shown", async () => {
    const card = document.getElementById("card") as HTMLElement;
    vi.mocked(replacePart).mockImplementation(async (_part, address) => {
      card.dataset.circle = address.split("/")[2];
    });
    click("design");
    click("hydraulics");
    click("market");
    await vi.waitFor(() => expect(location.pathname).toBe("/map/market/"));
    expect(card.dataset.circle).toBe("market");
    expect(vi.mocked(replacePart).mock.calls.map(([, address]) => address)).toEqual(["/map/design/", "/map/market/"]);
    expect(card.hasAttribute("aria-busy")).toBe(false);
  });

  test("a card that cannot be fetched leaves the previous one", async () => {
    const before = location.pathname;
    click("design");
    await vi.waitFor(() => expect(replacePart).toHaveBeenCalledOnce());
    await vi.waitFor(() => expect(document.querySelector("#card[aria-busy]")).toBeNull());
    expect(location.pathname).toBe(before);
  });

  test("a circle with an objection has its sign, also when nothing waits for the reader", () => {
    const source = document.getElementById("circles") as HTMLElement;
    const signed = CIRCLES.map((one) => (one.key === "market" ? { ...one, sign: "objection" } : one));
    source.textContent = JSON.stringify(signed);
    document.dispatchEvent(new CustomEvent("htmx:after:settle"));
    expect(document.querySelectorAll(".map__badge--objection")).toHaveLength(1);
    expect(document.querySelector(".map__waits .map__count")).toBeNull();
    expect(link("market").getAttribute("aria-label")).toContain("an objection stands");
  });

  test("breadcrumbs stand above the map", () => {
    click("hydraulics");
    expect([...document.querySelectorAll(".map__path a")].map((step) => step.textContent)).toEqual([
      "General",
      "Design",
      "Hydraulics",
    ]);
  });

  test("a circle is read aloud with its figures", () => {
    expect(link("design").getAttribute("aria-label")).toBe("Design: 8 people");
    expect(document.querySelector("svg")?.getAttribute("aria-label")).toBe("Circle map");
  });

  test("a change redraws the map in the same view", () => {
    click("design");
    const more = [...CIRCLES, { ...CIRCLES[3], key: "field", name: "Field", url: "/field" }];
    const source = document.getElementById("circles") as HTMLElement;
    source.textContent = JSON.stringify(more);
    document.dispatchEvent(new CustomEvent("htmx:after:settle"));
    expect(link("field")).not.toBeNull();
    expect(document.querySelector('.map__path [aria-current="true"]')?.textContent).toBe("Design");
  });

  test("its unmount restores the server's HTML", () => {
    unmount();
    expect(document.getElementById("map")?.textContent).toContain("the same as a list");
  });
});

test("the mini map fills the circle one is in and draws the path to it", () => {
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
  let motion: { isReduced: boolean };
  let animation: { onfinish: () => void; cancel: () => void };
  let unmount: () => void;

  beforeEach(() => {
    motion = { isReduced: true };
    openWindow(motion);
    animation = { onfinish: () => {}, cancel: vi.fn() };
    SVGElement.prototype.animate = vi.fn(() => animation as unknown as Animation);
    document.body.innerHTML = `<div id="map" data-source="circles"></div>
      <script type="application/json" id="circles">${JSON.stringify(many)}</script>`;
    unmount = mount(document.getElementById("map") as HTMLElement);
  });

  afterEach(() => unmount());

  /** How many elements a function changes. */
  const countChanged = (run: () => void) => {
    const watch = new MutationObserver(() => {});
    watch.observe(document.querySelector("svg.map") as Element, { subtree: true, childList: true, attributes: true });
    run();
    return new Set(watch.takeRecords().map(({ target }) => target)).size;
  };

  test("circles out of view are not drawn until they come back into view", () => {
    expect(drawn()).toBe(many.length);
    click("c299");
    expect(drawn()).toBeLessThan(20);
    click("c0");
    expect(drawn()).toBe(many.length);
  });

  test("zooming in draws the new view only at the end", () => {
    motion.isReduced = false;
    const view = () => document.querySelector("svg.map")?.getAttribute("viewBox");
    const before = view();
    expect(countChanged(() => click("c299"))).toBeLessThan(5);
    expect(view()).toBe(before);
    expect(countChanged(() => animation.onfinish())).toBeLessThan(many.length * 3); // all that goes out of view, once
    expect(view()).not.toBe(before);
    expect(drawn()).toBeLessThan(20);
  });

  test("zooming out draws the new view once, at the beginning", () => {
    click("c299");
    motion.isReduced = false;
    click("c0");
    expect(drawn()).toBe(many.length);
    expect(countChanged(() => animation.onfinish())).toBe(1); // the picture itself, which no longer moves
  });

  test("a click during an animation starts from its target", () => {
    motion.isReduced = false;
    click("c2");
    click("c0");
    expect(animation.cancel).toHaveBeenCalledOnce();
    expect(document.querySelector('.map__path [aria-current="true"]')?.textContent).toBe("Circle 0");
    expect(drawn()).toBe(many.length);
  });

  test("arrows also lead to a circle out of view", () => {
    click("c299");
    type("ArrowRight");
    expect(focused()).not.toBe("c299");
    expect(link(focused() ?? "").closest("[hidden]")).toBeNull();
  });
});
