import { expect, test } from "vitest";
import { boxInside, boxOnArc, nameWithin, shortenName, withoutCollisions, wrapName } from "../../map/labels";

const at = (x: number, y: number, r: number) => ({ x, y, r });
const named = (x: number, y: number, r: number, width = 60) => ({ box: boxInside(at(x, y, r), width, 1, 12) });

test("of two names that would overlap, the larger circle's is shown", () => {
  const [small, large, apart] = [named(30, 2, 10), named(0, 0, 20), named(0, 40, 10)];
  expect(withoutCollisions([small, large, apart])).toEqual(new Set([large, apart]));
});

test("a hidden name takes no room from others", () => {
  const [large, between, small] = [named(0, 0, 30), named(40, 0, 20), named(80, 0, 10)];
  expect(withoutCollisions([large, between, small])).toEqual(new Set([large, small]));
});

test("a circle without a name hides none", () => {
  const only = named(0, 0, 10);
  expect(withoutCollisions([{ box: null }, only])).toEqual(new Set([only]));
});

test("a name along the edge leaves the middle to inner circles", () => {
  const around = { box: boxOnArc(at(0, 0, 100), 85, 120, 12) };
  expect(withoutCollisions([around, named(0, 0, 30), named(0, -70, 10)]).size).toBe(2);
});

test("a name is broken into two lines, then shortened, then left out", () => {
  expect(wrapName("Supply chain", 20)).toEqual(["Supply chain"]);
  expect(wrapName("Supply chain", 7)).toEqual(["Supply", "chain"]);
  expect(wrapName("Industrialisation", 8)).toEqual(["Industr…"]);
  expect(shortenName("Industrialisation", 3)).toBe("");
});

test("on a phone a name stays inside its circle", () => {
  const sizes = [13, 12, 11, 10.5];
  for (const name of ["Supply chain", "Industrialisation", "Sales", "Certification and standards", "Achats"]) {
    for (const r of [12, 18, 24, 30, 40, 60, 90]) {
      const written = nameWithin(name, r, sizes, 0.56);
      if (!written) continue;
      const width = Math.max(...written.lines.map((line) => line.length)) * written.size * 0.56;
      const height = written.lines.length * written.size * 1.2;
      expect(Math.hypot(width / 2, height / 2), `${name} in ${r}`).toBeLessThanOrEqual(r + 0.01);
    }
  }
  expect(nameWithin("Certification and standards", 60, sizes, 0.56)?.lines.join(" ")).toBe(
    "Certification and standards",
  );
  expect(nameWithin("Industrialisation", 30, sizes, 0.56)?.lines).toEqual(["Industri…"]);
  expect(nameWithin("Industrialisation", 10, sizes, 0.56)).toBeNull();
});
