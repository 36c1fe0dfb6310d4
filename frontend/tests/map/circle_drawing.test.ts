import { expect, test } from "vitest";
import { CircleDrawing } from "../../map/circle_drawing";

const CIRCLE = { key: "field", name: "Field", url: "/field", parent: "general", people: 3, money: 0, open: 0, hue: 20 };
const OPTIONS = { prefix: "map-1", sprite: "/sprite.svg", label: "Field: 1 waiting" };

/** How far the badge of a circle of so many pixels stands below the middle. */
function badgeDistance(pixels: number): number {
  const placed = { circle: { ...CIRCLE, waiting: 1 }, x: 100, y: 200, r: pixels, depth: 1, isLeaf: true, own: null };
  const drawing = new CircleDrawing(placed, OPTIONS);
  drawing.show(1, true, true);
  const [, y = 0] = (drawing.badge.getAttribute("transform")?.match(/[\d.]+/g) ?? []).map(Number);
  return y - 200;
}

test("the badge of a small circle stands below its name, that of a large one at its edge", () => {
  expect(badgeDistance(17)).toBeGreaterThan(16);
  expect(badgeDistance(100)).toBeCloseTo(100 * Math.SQRT1_2, 1);
});
