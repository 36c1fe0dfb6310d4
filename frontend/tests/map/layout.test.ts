import { describe, expect, test } from "vitest";
import { type Circle, layout, lines, SIDE, type Spot, seats, short } from "../../map/layout";

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

const find = (spots: Spot[], key: string) => spots.find((spot) => spot.circle.key === key) as Spot;
const apart = (a: Spot, b: Spot) => Math.hypot(a.x - b.x, a.y - b.y);

describe("the circle map", () => {
  test("among three hundred small circles one of thirteen hundred people is seen to be large", () => {
    const small = Array.from({ length: 300 }, (_, index) => circle(`c${index}`, "general", 4));
    const spots = layout([circle("general", null, 1), circle("crowd", "general", 1300), ...small], "people");
    expect(find(spots, "crowd").r / SIDE).toBeGreaterThan(0.25);
    expect(find(spots, "c0").r).toBeGreaterThan(4);
  });

  test("draws each circle inside its parent, and no two neighbours over each other", () => {
    const spots = layout(PROJECT, "people");
    expect(spots.map((spot) => spot.circle.key)).toHaveLength(5);
    for (const spot of spots) {
      const parent = spots.find((one) => one.circle.key === spot.circle.parent);
      if (parent) expect(apart(parent, spot) + spot.r).toBeLessThanOrEqual(parent.r + 0.001);
    }
    const [one, other] = [find(spots, "hydraulics"), find(spots, "electronics")];
    expect(apart(one, other)).toBeGreaterThanOrEqual(one.r + other.r);
  });

  test("gives the area to what was asked for", () => {
    const ratio = (area: "people" | "money") => {
      const spots = layout(PROJECT, area);
      return find(spots, "hydraulics").r / find(spots, "electronics").r;
    };
    expect(ratio("people")).toBeCloseTo(Math.sqrt(4 / 3), 1);
    expect(ratio("money")).toBeCloseTo(3, 1);
  });

  test("shows a circle that has nothing yet", () => {
    const spots = layout([...PROJECT, circle("new", "general", 0)], "people");
    expect(find(spots, "new").r).toBeGreaterThan(8);
  });

  test("leaves a circle with inner ones a place for its own people", () => {
    expect(find(layout(PROJECT, "people"), "design").own).not.toBeNull();
    expect(find(layout(PROJECT, "people"), "market").own).toBeNull();
  });

  test("on a phone a circle without inner ones is larger, so that its name has room", () => {
    const [narrow, wide] = [true, false].map((isNarrow) => find(layout(PROJECT, "people", isNarrow), "market").r);
    expect((narrow ?? 0) / (wide ?? 1)).toBeGreaterThan(1.2);
  });

  test("holds 300 circles within its frame", () => {
    const many = Array.from({ length: 300 }, (_, n) =>
      circle(`c${n}`, n ? `c${Math.floor((n - 1) / 4)}` : null, n % 9),
    );
    const spots = layout(many, "people");
    expect(spots).toHaveLength(300);
    for (const spot of spots) {
      expect(spot.x - spot.r).toBeGreaterThanOrEqual(-0.001);
      expect(spot.x + spot.r).toBeLessThanOrEqual(SIDE + 0.001);
    }
  });

  test("an empty project is an empty map", () => expect(layout([], "people")).toEqual([]));
});

test("faces sit inside their circle, smaller when there are many, and not at all when too small", () => {
  const place = { x: 100, y: 100, r: 40 };
  const four = seats(4, place, 20, 9);
  expect(four).toHaveLength(4);
  for (const seat of four) expect(Math.hypot(seat.x - 100, seat.y - 100) + seat.r).toBeLessThanOrEqual(40.001);
  expect(seats(40, place, 20, 9)).toEqual([]);
});

test("names are broken into two lines, then shortened, then left out", () => {
  expect(lines("Supply chain", 20)).toEqual(["Supply chain"]);
  expect(lines("Supply chain", 7)).toEqual(["Supply", "chain"]);
  expect(lines("Industrialisation", 8)).toEqual(["Industr…"]);
  expect(short("Industrialisation", 3)).toBe("");
});
