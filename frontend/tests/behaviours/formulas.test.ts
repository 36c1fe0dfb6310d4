/** A text that a page shows has its formulas set: a proposal, a clause, a comparison that came afterwards. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { formulas } from "../../behaviours/formulas";

let page: AbortController;

beforeEach(() => {
  page = new AbortController();
});

afterEach(() => {
  page.abort();
  document.body.replaceChildren();
});

const written = (latex: string): string => `<p>As <span class="math"><code>${latex}</code></span> says.</p>`;
const drawn = (): (string | null)[] =>
  [...document.querySelectorAll(".math:has(math)")].map((each) => each.getAttribute("aria-label"));

test("formulas of the page are set, and those of what htmx put in", async () => {
  document.body.innerHTML = `<div class="rich">${written("x^2")}</div><div id="more"></div>`;
  formulas(page.signal);
  await vi.waitFor(() => expect(drawn()).toEqual(["x^2"]));
  document.getElementById("more")?.insertAdjacentHTML("beforeend", `<ins>${written("y^2")}</ins>`);
  document.dispatchEvent(new Event("htmx:after:settle"));
  await vi.waitFor(() => expect(drawn()).toEqual(["x^2", "y^2"]));
});

test("an island sets its own", async () => {
  document.body.innerHTML = `<div data-island="editor">${written("x^2")}</div>${written("y^2")}`;
  formulas(page.signal);
  await vi.waitFor(() => expect(drawn()).toEqual(["y^2"]));
});
