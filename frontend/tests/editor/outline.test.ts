/** Anchors of headings, as the server gives them: both read the same cases. */
import { readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { focusAtOnce } from "../../editor/focus_at_once";
import { headingAnchors, headingIds, mountOutline } from "../../editor/outline";
import { layNothingOut } from "./edge_scene";
import { closeAll, node, opened } from "./every_node";

afterEach(() => {
  closeAll();
  vi.unstubAllGlobals();
});

const CASES: { words: string[]; anchors: string[] }[] = JSON.parse(
  readFileSync("tests/documents/richtext/heading_anchors.json", "utf8"),
);

test.each(CASES)("$words have the anchors $anchors", ({ words, anchors }) => {
  const next = headingAnchors();
  expect(words.map(next)).toEqual(anchors);
});

test.each([
  ["a pointer goes on writing", true],
  ["fingers only look", false],
])("where the outline leads, who has %s", (_who, hasPointer) => {
  layNothingOut();
  Element.prototype.scrollIntoView = () => undefined;
  vi.stubGlobal("matchMedia", () => ({ matches: hasPointer }));
  const doc = new Y.Doc();
  const blocks = [node("paragraph", {}, "x"), node("heading", { level: 1 }, "Flow"), node("paragraph", {}, "y")];
  doc.getXmlFragment("default").push(blocks);
  const editor = opened(doc, [headingIds, focusAtOnce]);
  const nav = document.createElement("nav");
  document.body.replaceChildren(editor.view.dom, nav);
  const unmount = mountOutline(nav, editor);
  nav.querySelector("a")?.click();
  expect(editor.view.hasFocus()).toBe(hasPointer);
  expect(editor.state.selection.$from.parent.textContent).toBe(hasPointer ? "Flow" : "x");
  unmount();
});
