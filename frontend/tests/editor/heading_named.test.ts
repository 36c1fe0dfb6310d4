import { expect, test } from "vitest";
import { headingNamed } from "../../editor/link_targets";

test("a heading is found by the name that Markdown of elsewhere gives it", () => {
  const text = document.createElement("div");
  text.innerHTML = "<h1>What’s new, <b>Élan</b>?</h1><h2>Flow_rate</h2><p>x</p><h2>Flow_rate</h2>";
  expect(headingNamed(text, "whats-new-élan")).toBe(text.children[0]);
  expect(headingNamed(text, "flow_rate")).toBe(text.children[1]);
  expect(headingNamed(text, "flow_rate-1")).toBe(text.children[3]);
  expect(headingNamed(text, "flow")).toBeNull();
});
