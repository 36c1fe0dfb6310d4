/** A link that broke is tried again at once, then often while a person looks. */
import { expect, test } from "vitest";
import { waitBefore } from "../reconnect_wait";

test("the first tries come at once, the next ones every second, later ones every two", () => {
  const waits = Array.from({ length: 30 }, (_, attempt) => waitBefore(attempt, 1, false));
  expect(waits.slice(0, 6)).toEqual([100, 200, 400, 800, 1000, 1000]);
  expect(Math.max(...waits)).toBe(2000);
});

test("a server that returns within five seconds is met a second later at the latest", () => {
  let at = 0;
  for (let attempt = 0; at < 5_000; attempt += 1) {
    const wait = waitBefore(attempt, 1, false);
    expect(wait).toBeLessThanOrEqual(1_000);
    at += wait;
  }
});

test("not everyone tries in the same moment", () => {
  expect(waitBefore(5, 0, false)).toBe(500);
  expect(new Set(Array.from({ length: 50 }, () => waitBefore(5))).size).toBeGreaterThan(40);
});

test("a page that nobody looks at takes its time", () => {
  expect(waitBefore(2, 1, true)).toBe(400);
  expect(waitBefore(30, 1, true)).toBe(15_000);
});
