/** How people see each other in a document; what others say of themselves is not to be trusted. */
import { afterEach, expect, test } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { peopleHere } from "../../editor/presence";
import type { Provider } from "../../editor/provider";
import { caret, hueOf, nameOf } from "../../editor/remote_carets";
import { initials } from "../../faces";

const docs: Y.Doc[] = [];

afterEach(() => {
  for (const doc of docs.splice(0)) doc.destroy();
});

function cursor(said: Record<string, unknown>): HTMLElement {
  const doc = new Y.Doc();
  docs.push(doc);
  const provider = { awareness: new Awareness(doc) } as Provider;
  return caret(provider, { name: "Ada", hue: 1 }).options.render(said);
}

test("another's cursor has a name and a hue, and no text that one's own cursor could fall into", () => {
  const element = cursor({ name: "Bo Nguyen", hue: 20 });
  expect(element.dataset.hue).toBe("20");
  expect(element.querySelector<HTMLElement>(".cursor__name")?.dataset.name).toBe("Bo Nguyen");
  expect(element.textContent).toBe("");
  expect(element.outerHTML).not.toContain("style=");
});

test.each([[36], [-1], [1.5], ["red"], [null], [{}]])("the hue %j is not believed", (hue) => {
  expect(hueOf(hue)).toBe("0");
});

test("a name may be odd, and is cut", () => {
  expect(nameOf({})).toBe("");
  expect(nameOf(` ${"x".repeat(500)}`)).toHaveLength(60);
});

test("a person with two windows has one face, oneself has none, and one without a name has none", () => {
  const states = new Map<number, Record<string, unknown>>([
    [1, { user: { name: "Ada", hue: 1 } }],
    [2, { user: { name: "Bo", hue: 2 } }],
    [3, { user: { name: "Bo", hue: 2 } }],
    [4, { user: "nobody" }],
    [5, {}],
  ]);
  expect(peopleHere(states, 1)).toEqual([{ name: "Bo", hue: "2" }]);
});

test.each([
  ["Ada Mercier", "AM"],
  ["bo", "B"],
  ["Marie-Claude de la Tour", "MT"],
  ["李 明", "李明"],
  ["", ""],
])("the initials of %j are %j", (name, letters) => {
  expect(initials(name)).toBe(letters);
});
