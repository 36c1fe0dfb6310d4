import { expect, test } from "vitest";
import { boxInside, boxOnArc, uncrowded } from "../../map/crowd";

const at = (x: number, y: number, r: number) => ({ x, y, r });
const named = (x: number, y: number, r: number, width = 60) => ({ box: boxInside(at(x, y, r), width, 1, 12) });

test("of two names that would stand on one another the larger circle keeps its own", () => {
  const [small, large, apart] = [named(30, 2, 10), named(0, 0, 20), named(0, 40, 10)];
  expect(uncrowded([small, large, apart])).toEqual(new Set([large, apart]));
});

test("a name that is not read takes no room from others", () => {
  const [large, between, small] = [named(0, 0, 30), named(40, 0, 20), named(80, 0, 10)];
  expect(uncrowded([large, between, small])).toEqual(new Set([large, small]));
});

test("a circle without a name stands in nobody's way", () => {
  const only = named(0, 0, 10);
  expect(uncrowded([{ box: null }, only])).toEqual(new Set([only]));
});

test("a name along the edge leaves the middle of its circle to what lies inside", () => {
  const around = { box: boxOnArc(at(0, 0, 100), 85, 120, 12) };
  expect(uncrowded([around, named(0, 0, 30), named(0, -70, 10)]).size).toBe(2);
});
