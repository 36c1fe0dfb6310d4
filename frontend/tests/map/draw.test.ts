import { expect, test } from "vitest";
import { Drawn } from "../../map/draw";

const CIRCLE = { key: "field", name: "Field", url: "/field", parent: "general", people: 3, money: 0, open: 0, hue: 20 };
const NAMES = { prefix: "map-1", sprite: "/sprite.svg", label: "Field: 1 waiting" };

/** How far below the middle of a circle of so many pixels its badge stands. */
function below(pixels: number): number {
  const spot = { circle: { ...CIRCLE, waiting: 1 }, x: 100, y: 200, r: pixels, depth: 1, isLeaf: true, own: null };
  const drawn = new Drawn(spot, NAMES);
  drawn.show(1, true, true);
  const [, y = 0] = (drawn.badge.getAttribute("transform")?.match(/[\d.]+/g) ?? []).map(Number);
  return y - 200;
}

test("the badge of a small circle stands below its name and not on it, that of a large one at its edge", () => {
  expect(below(17)).toBeGreaterThan(16);
  expect(below(100)).toBeCloseTo(100 * Math.SQRT1_2, 1);
});
