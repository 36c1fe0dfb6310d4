// @vitest-environment node
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
// @ts-expect-error a tool without types
import { emojiTable } from "../tools/emoji.mjs";

test("the server knows the emoji that pages offer", () => {
  expect(readFileSync("documents/conversation/emoji.json", "utf8")).toBe(emojiTable());
});
