/** Anchors of headings, as the server gives them: both read the same cases. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { headingAnchors } from "../../editor/outline";

const CASES: { words: string[]; anchors: string[] }[] = JSON.parse(
  readFileSync("tests/richtext/heading_anchors.json", "utf8"),
);

test.each(CASES)("$words have the anchors $anchors", ({ words, anchors }) => {
  const next = headingAnchors();
  expect(words.map(next)).toEqual(anchors);
});
