/** What others changed is marked in the text, stays marked while one writes, and is gone through one by one. */
import { Editor } from "@tiptap/core";
import { afterEach, expect, test } from "vitest";
import { schemaExtensions } from "../../../editor/schema";
import { diffWords } from "../../../editor/text_diff";
import { carried } from "../../../editor/unread/carried";
import { type UnreadChange, UnreadMarks } from "../../../editor/unread/marks";

let editor: Editor;

afterEach(() => editor?.destroy());

const TEXT = "<p id='b-aaaa'>The pump is blue.</p><ul id='b-bbbb'><li><p>inlet</p></li></ul><p id='b-cccc'>New.</p>";

function opened(changes: Partial<UnreadChange>[]): UnreadMarks {
  editor = new Editor({
    element: document.body.appendChild(document.createElement("div")),
    injectCSS: false,
    extensions: schemaExtensions((key) => key),
    content: TEXT,
  });
  Element.prototype.scrollIntoView = () => undefined;
  const whole = { kind: "changed" as const, place: 0, block: "", before: "", after: "", by: "Bo", hue: 7 };
  return new UnreadMarks(
    editor,
    changes.map((change) => ({ ...whole, ...change })),
  );
}

const words = (tag: string): string[] =>
  [...editor.view.dom.querySelectorAll(tag)].map((each) => each.textContent ?? "");

const CHANGED = { block: "aaaa", before: "The pump is red.", after: "The pump is blue." };

test("words that came and went are marked, new blocks whole, removed ones where they stood", () => {
  opened([
    CHANGED,
    { kind: "removed", place: 2, before: "It was here." },
    { kind: "added", block: "cccc", after: "New." },
  ]);
  expect(words("ins")).toEqual(["blue", "New."]);
  expect(words("del")).toEqual(["red", "It was here."]);
  expect(editor.view.dom.children[2]?.textContent).toBe("It was here.");
  expect(editor.getText()).not.toContain("red");
});

test("a formula that went is shown as one", () => {
  opened([
    { ...CHANGED, before: "The pump is \ue0f2x^2\ue0f1." },
    { kind: "removed", place: 2, before: "\ue0f2a + b\ue0f1" },
  ]);
  const gone = [...editor.view.dom.querySelectorAll(".unread-gone .math")];
  expect(gone.map((each) => each.getAttribute("aria-label"))).toEqual(["x^2", "a + b"]);
});

test("next goes round through what is still there, and says whose it is", () => {
  const marks = opened([
    CHANGED,
    { block: "gone", before: "a", after: "b" },
    { kind: "added", block: "cccc", by: "Rose" },
  ]);
  expect(marks.go(1)).toEqual({ at: 1, count: 3, by: "Bo" });
  expect(marks.go(1)).toEqual({ at: 3, count: 3, by: "Rose" });
  expect(editor.view.dom.querySelector(".unread-mark--on")?.textContent).toBe("New.");
  expect(marks.go(1)?.at).toBe(1);
  expect(marks.go(-1)?.at).toBe(3);
});

test("what one writes oneself moves the marks and is none", () => {
  const marks = opened([CHANGED]);
  editor.commands.insertContentAt(1, "Today ");
  expect(words("ins")).toEqual(["blue"]);
  marks.go(1); // draws anew
  expect(words("ins")).toEqual(["blue"]);
  expect(words("del")).toEqual(["red"]);
});

test("put away, nothing is left", () => {
  opened([CHANGED]).end();
  expect(words("ins, del, .unread-mark")).toEqual([]);
});

test("changes are carried into a text that goes on", () => {
  const runs = diffWords("one two three", "one 2 three four");
  const now = carried(runs, "zero one 2 and four");
  expect(now.map(({ kind, text }) => (kind === "same" ? text : `[${kind} ${text}]`)).join("")).toBe(
    "zero one [del two][ins 2] and[ins  four]",
  );
});
