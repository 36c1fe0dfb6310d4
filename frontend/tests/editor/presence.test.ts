/** How people see each other in a document; awareness of others is not to be trusted. */
import { afterEach, expect, test } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { otherPeople } from "../../editor/presence";
import type { Provider } from "../../editor/provider";
import { remoteCarets, safeHue, safeName } from "../../editor/remote_carets";
import { initials } from "../../faces";

const docs: Y.Doc[] = [];

afterEach(() => {
  for (const doc of docs.splice(0)) doc.destroy();
});

function caretOf(user: Record<string, unknown>): HTMLElement {
  const doc = new Y.Doc();
  docs.push(doc);
  const provider = { awareness: new Awareness(doc) } as Provider;
  return remoteCarets(provider, { name: "Ada", hue: 1 }, "guest").options.render(user);
}

test("another's caret has a name and a hue, and no text into which one's own caret could move", () => {
  const element = caretOf({ name: "Bo Nguyen", hue: 20 });
  expect(element.dataset.hue).toBe("20");
  expect(element.querySelector<HTMLElement>(".cursor__name")?.dataset.name).toBe("Bo Nguyen");
  expect(element.textContent).toBe("");
  expect(element.outerHTML).not.toContain("style=");
});

test("a guest's caret says so", () => {
  const element = caretOf({ name: "Gil", hue: 2, guest: true });
  expect(element.querySelector<HTMLElement>(".cursor__name")?.dataset.name).toBe("Gil · guest");
});

test.each([[36], [-1], [1.5], ["red"], [null], [{}]])("the hue %j is not accepted", (hue) => {
  expect(safeHue(hue)).toBe("0");
});

test("a name of any type is accepted, and is cut", () => {
  expect(safeName({})).toBe("");
  expect(safeName(` ${"x".repeat(500)}`)).toHaveLength(60);
});

test("a person with two windows has one face; oneself and people without a name have none", () => {
  const states = new Map<number, Record<string, unknown>>([
    [1, { user: { name: "Ada", hue: 1 } }],
    [2, { user: { name: "Bo", hue: 2 } }],
    [3, { user: { name: "Bo", hue: 2 } }],
    [4, { user: "nobody" }],
    [5, {}],
  ]);
  expect(otherPeople(states, 1)).toEqual([{ name: "Bo", hue: "2", isGuest: false }]);
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
