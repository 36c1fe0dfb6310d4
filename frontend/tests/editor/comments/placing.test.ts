/** Notes stand at their words, none over another, and the one that is read exactly at its own. */
import { expect, test } from "vitest";
import { type Note, placeNotes } from "../../../editor/comments/placing";

const GAP = 16;
const notes = (...tops: number[]): Note[] => tops.map((top) => ({ top, height: 100 }));

function overlaps(all: readonly Note[], tops: readonly number[]): boolean {
  return tops.some((top, index) => index > 0 && top < (tops[index - 1] ?? 0) + (all[index - 1]?.height ?? 0) + GAP);
}

test("each at its words where there is room", () => {
  expect(placeNotes(notes(0, 200, 900), -1, GAP)).toEqual([0, 200, 900]);
});

test("one below the other where there is none", () => {
  expect(placeNotes(notes(0, 10, 20), -1, GAP)).toEqual([0, 116, 232]);
});

test("the one that is read at its words, those above it moved up, those below it down", () => {
  const all = notes(300, 310, 320, 330);
  expect(placeNotes(all, 2, GAP)).toEqual([88, 204, 320, 436]);
});

test("where those above have no room, the one that is read stands below them", () => {
  expect(placeNotes(notes(0, 10, 20), 2, GAP)).toEqual([0, 116, 232]);
});

test("five hundred at random never overlap, whichever is read", () => {
  let seed = 7;
  const random = (): number => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };
  const all = Array.from({ length: 500 }, () => ({
    top: Math.round(random() * 20_000),
    height: Math.round(40 + random() * 200),
  }));
  all.sort((one, other) => one.top - other.top);
  for (const active of [-1, 0, 10, 250, 499]) expect(overlaps(all, placeNotes(all, active, GAP))).toBe(false);
});
