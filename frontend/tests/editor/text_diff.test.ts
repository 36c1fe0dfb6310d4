import { describe, expect, it } from "vitest";
import { type DiffRun, diffBlocks, diffWords } from "../../editor/text_diff";

const textWithout = (runs: DiffRun[], without: DiffRun["kind"]): string =>
  runs
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join("");

describe("the difference between two texts", () => {
  it("puts removed before added text, and joins blanks between them", () => {
    expect(diffWords("with a new 60 A connector", "on the present PWR-OUT connector")).toEqual([
      { kind: "del", text: "with a new 60 A" },
      { kind: "ins", text: "on the present PWR-OUT" },
      { kind: "same", text: " connector" },
    ]);
    expect(diffWords("3,200 € now", "3,440 € now")).toEqual([
      { kind: "del", text: "3,200" },
      { kind: "ins", text: "3,440" },
      { kind: "same", text: " € now" },
    ]);
  });

  it("loses no word of either text", () => {
    const words = ["a", "b", "c,", "PWR-OUT", " ", "é", "3.5", "\n"];
    let seed = 7;
    const next = (): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed;
    };
    const text = (): string => Array.from({ length: next() % 14 }, () => words[next() % words.length]).join("");
    for (let turn = 0; turn < 500; turn++) {
      const [before, after] = [text(), text()];
      const runs = diffWords(before, after);
      expect(textWithout(runs, "ins")).toBe(before);
      expect(textWithout(runs, "del")).toBe(after);
    }
  });

  it("finds an added, a changed and a removed block", () => {
    const old = ["We replace the pack.", "End of charge 56.0 V.", "Eight packs are ordered, 3,200 €."];
    const now = ["We replace the pack.", "Eight packs are ordered, 3,440 €.", "The case grows by 4 mm."];
    expect(diffBlocks(old, now)).toEqual([
      { index: 1, runs: [{ kind: "del", text: "End of charge 56.0 V." }], isRemoved: true },
      {
        index: 1,
        runs: [
          { kind: "same", text: "Eight packs are ordered, " },
          { kind: "del", text: "3,200" },
          { kind: "ins", text: "3,440" },
          { kind: "same", text: " €." },
        ],
      },
      { index: 2, runs: [{ kind: "ins", text: "The case grows by 4 mm." }] },
    ]);
  });

  it("pairs a block with the one that it became, and equal ones before similar ones", () => {
    const changes = diffBlocks(
      ["Order six packs.", "Order six packs now.", "Ship."],
      ["Order six packs now.", "Sail."],
    );
    expect(changes).toEqual([
      { index: 0, runs: [{ kind: "del", text: "Order six packs." }], isRemoved: true },
      {
        index: 1,
        runs: [
          { kind: "del", text: "Ship" },
          { kind: "ins", text: "Sail" },
          { kind: "same", text: "." },
        ],
      },
    ]);
  });

  it("shows a text that was replaced as a whole, without a search for what both have", () => {
    const numbered = (word: string): string => Array.from({ length: 400 }, (_, at) => `${word}${at}`).join(" ");
    const [before, after] = [numbered("old"), numbered("new")];
    expect(diffWords(before, after)).toEqual([
      { kind: "del", text: before },
      { kind: "ins", text: after },
    ]);
    const removed = diffBlocks(before.split(" "), after.split(" ")).filter(({ isRemoved }) => isRemoved);
    expect(removed).toHaveLength(400);
  });

  it("is empty for an equal text, empty lines included", () => {
    expect(diffBlocks(["One.", "Two."], ["One.", "", "Two."])).toEqual([]);
  });
});
