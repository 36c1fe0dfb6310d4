/** The bar of find and replace: from one field Tab leads to the other, as in Google Docs. */
import { afterEach, beforeEach, expect, test } from "vitest";
import * as Y from "yjs";
import { openFind } from "../../editor/find_bar";
import { layNothingOut } from "./edge_scene";
import { closeAll, node, opened } from "./every_node";

beforeEach(layNothingOut);
afterEach(closeAll);

test("what follows the words that are looked for is the field for those in their place", () => {
  const doc = new Y.Doc();
  doc.getXmlFragment("default").push([node("paragraph", {}, "the pump")]);
  const editor = opened(doc);
  openFind(editor, (key) => key);
  const fields = [...(editor.view.dom.parentElement?.querySelectorAll("input, button") ?? [])];
  expect(fields.slice(0, 2).map((field) => field.getAttribute("aria-label"))).toEqual(["find", "replace_with"]);
});
