/** What others suggest is shown where it would be, as long as its block says what the card says. */
import { Editor } from "@tiptap/core";
import { afterEach, expect, test, vi } from "vitest";
import { schemaExtensions } from "../../../editor/schema";
import { showSuggestions, suggestedChanges } from "../../../editor/suggesting/suggested_changes";

let editor: Editor;
const onClick = vi.fn();

afterEach(() => editor.destroy());

const TEXT =
  "<p id='b-aaaa'>T-2 delivers <strong>about 4 %</strong> less.</p><ul id='b-bbbb'><li><p>sand</p></li></ul>";

function shown(change: Record<string, unknown>, content = TEXT): HTMLElement {
  editor = new Editor({
    element: document.body.appendChild(document.createElement("div")),
    injectCSS: false,
    extensions: [...schemaExtensions((key) => key), suggestedChanges({ onClick, onStale: () => undefined })],
    content,
  });
  const card = document.createElement("article");
  card.dataset.suggestion = JSON.stringify([{ key: "k", place: 0, bid: "", before: "", after: "", ...change }]);
  showSuggestions(editor.view, [["s-1", card]], false);
  return editor.view.dom;
}

const words = (text: HTMLElement, kind: string): string[] =>
  [...text.querySelectorAll(`${kind}.suggested[data-thread="s-1"]`)].map((each) => each.textContent ?? "");

test("a changed block shows what goes and what comes", () => {
  const before = "T-2 delivers about 4 % less.";
  const text = shown({ kind: "changed", bid: "aaaa", before, after: "T-2 delivers 3.8 % less." });
  expect([words(text, "del"), words(text, "ins")]).toEqual([["about 4"], ["3.8"]]);
  expect(editor.getText()).toContain("about 4 % less.");
});

test("a block that is to go is struck through, also a list", () => {
  expect(words(shown({ kind: "removed", bid: "bbbb", before: "sand" }), "del")).toEqual(["sand"]);
});

test("in a table and in a list each cell and item is compared for itself", () => {
  const before = "Stage\nLoss\n1\n0.12";
  const table = "<table><tr><th>Stage</th><th>Loss</th></tr><tr><td>1</td><td>0.12</td></tr></table>";
  const cells = shown({ kind: "changed", place: 0, before, after: "Stage\nLoss\n1\n0.125" }, table);
  expect([words(cells, "del"), words(cells, "ins")]).toEqual([["0.12"], ["0.125"]]);
  expect(cells.querySelectorAll("td")[1]?.textContent).toBe("0.120.125");
  editor.destroy();
  const items = shown({ kind: "changed", bid: "bbbb", before: "sand", after: "sand\ndust" });
  expect([words(items, "del"), words(items, "ins")]).toEqual([[], ["\ndust"]]);
});

const formula = (latex: string): string => `\ue0f2${latex}\ue0f1`;
const LOSS = '<p id="b-cccc">It loses <span class="math"><code>x^2</code></span> of it.</p>';

test("a formula among words that changes is another as a whole", () => {
  const before = `It loses ${formula("x^2")} of it.`;
  const text = shown({ kind: "changed", bid: "cccc", before, after: `It loses ${formula("x^3")} of all.` }, LOSS);
  expect(text.querySelector("del .math")?.getAttribute("aria-label")).toBe("x^2");
  expect(words(text, "ins")).toEqual(["x^3", "all"]);
  expect(text.querySelector("ins.suggested > span.math")?.getAttribute("aria-label")).toBe("x^3");
});

test("a formula on a line of its own is marked, beside what comes in its place", () => {
  const block = '<div class="math" id="b-dddd"><code>x^2</code></div><p>next</p>';
  const change = { kind: "changed", bid: "dddd", before: formula("x^2"), after: formula("x^3") };
  const text = shown(change, block);
  expect(text.querySelector<HTMLElement>("div.math.suggested")?.dataset).toMatchObject({ thread: "s-1", kind: "del" });
  expect(words(text, "ins")).toEqual(["x^3"]);
  expect(text.querySelector("p.suggested__words > ins > div.math")?.getAttribute("aria-label")).toBe("x^3");
  editor.destroy();
  const gone = shown({ ...change, kind: "removed", after: "" }, block);
  expect(gone.querySelector("div.math.suggested")).not.toBeNull();
  expect(gone.querySelectorAll(".suggested__words")).toHaveLength(0);
});

test("a new block stands where it would be", () => {
  const text = shown({ kind: "added", place: 1, after: "Each night is logged." });
  expect(words(text, "ins")).toEqual(["Each night is logged."]);
  expect(text.children[1]?.textContent).toBe("Each night is logged.");
});

test("a block that says something else by now waits for its card", () => {
  const text = shown({ kind: "changed", bid: "aaaa", before: "T-2 delivers less.", after: "T-2 delivers more." });
  expect(words(text, "del")).toEqual([]);
});

test("in suggest mode one's own is in the text already", () => {
  const text = shown({ kind: "added", place: 1, after: "Each night is logged." });
  const card = document.createElement("article");
  Object.assign(card.dataset, { suggestion: "[]", mine: "" });
  showSuggestions(editor.view, [["s-1", card]], true);
  expect(words(text, "ins")).toEqual([]);
});
