import { describe, expect, test } from "vitest";
import type { Circle } from "../../map/circle";
import { layout, type PlacedCircle, placeFaces, SIDE } from "../../map/layout";

const circle = (key: string, parent: string | null, people: number, more: Partial<Circle> = {}): Circle => ({
  ...{ key, name: key, url: `/${key}`, parent, people, money: 0, open: 0, waiting: 0, hue: 0 },
  ...more,
});

const PROJECT = [
  circle("general", null, 14),
  circle("design", "general", 8, { money: 100 }),
  circle("hydraulics", "design", 4, { money: 900 }),
  circle("electronics", "design", 3, { money: 100 }),
  circle("market", "general", 3, { money: 100 }),
];

const find = (placed: PlacedCircle[], key: string) => placed.find(({ circle }) => circle.key === key) as PlacedCircle;
const distance = (a: PlacedCircle, b: PlacedCircle) => Math.hypot(a.x - b.x, a.y - b.y);

describe("the layout of circles", () => {
  test("a circle of thirteen hundred people is large among three hundred small ones", () => {
    const small = Array.from({ length: 300 }, (_, index) => circle(`c${index}`, "general", 4));
    const placed = layout([circle("general", null, 1), circle("crowd", "general", 1300), ...small], "people");
    expect(find(placed, "crowd").r / SIDE).toBeGreaterThan(0.25);
    expect(find(placed, "c0").r).toBeGreaterThan(4);
  });

  test("each circle lies inside its parent, and no two neighbours overlap", () => {
    const placed = layout(PROJECT, "people");
    expect(placed.map(({ circle: { key } }) => key)).toHaveLength(5);
    for (const one of placed) {
      const parent = placed.find((other) => other.circle.key === one.circle.parent);
      if (parent) expect(distance(parent, one) + one.r).toBeLessThanOrEqual(parent.r + 0.001);
    }
    const [one, other] = [find(placed, "hydraulics"), find(placed, "electronics")];
    expect(distance(one, other)).toBeGreaterThanOrEqual(one.r + other.r);
  });

  test("the area stands for what was chosen", () => {
    const ratio = (area: "people" | "money") => {
      const placed = layout(PROJECT, area);
      return find(placed, "hydraulics").r / find(placed, "electronics").r;
    };
    expect(ratio("people")).toBeCloseTo(Math.sqrt(4 / 3), 1);
    expect(ratio("money")).toBeCloseTo(3, 1);
  });

  test("a circle that has nothing yet can be seen", () => {
    const placed = layout([...PROJECT, circle("new", "general", 0)], "people");
    expect(find(placed, "new").r).toBeGreaterThan(8);
  });

  test("a circle with inner ones keeps space for its own people", () => {
    expect(find(layout(PROJECT, "people"), "design").own).not.toBeNull();
    expect(find(layout(PROJECT, "people"), "market").own).toBeNull();
  });

  test("on a phone a circle without inner ones is larger, so that its name has room", () => {
    const [narrow, wide] = [true, false].map((isNarrow) => find(layout(PROJECT, "people", isNarrow), "market").r);
    expect((narrow ?? 0) / (wide ?? 1)).toBeGreaterThan(1.2);
  });

  test("three hundred circles stay within the frame", () => {
    const many = Array.from({ length: 300 }, (_, n) =>
      circle(`c${n}`, n ? `c${Math.floor((n - 1) / 4)}` : null, n % 9),
    );
    const placed = layout(many, "people");
    expect(placed).toHaveLength(300);
    for (const one of placed) {
      expect(one.x - one.r).toBeGreaterThanOrEqual(-0.001);
      expect(one.x + one.r).toBeLessThanOrEqual(SIDE + 0.001);
    }
  });

  test("an empty project is an empty map", () => expect(layout([], "people")).toEqual([]));
});

test("faces sit inside their circle, smaller when there are many, and not at all when too small", () => {
  const disc = { x: 100, y: 100, r: 40 };
  const four = placeFaces(4, disc, 20, 9);
  expect(four).toHaveLength(4);
  for (const seat of four) expect(Math.hypot(seat.x - 100, seat.y - 100) + seat.r).toBeLessThanOrEqual(40.001);
  expect(placeFaces(40, disc, 20, 9)).toEqual([]);
});
