/** A text that is only read: its formulas are set, and named for who cannot see them; diagrams stay where none is drawn. */
import { afterEach, expect, test, vi } from "vitest";
import { mount } from "../../editor/formulas";

afterEach(async () => {
  await vi.dynamicImportSettled();
  document.body.replaceChildren();
});

test("a formula is set and says its source, and without a frame a diagram's source stays", async () => {
  document.body.innerHTML = `<div><p>As <span class="math"><code>x^2</code></span></p>
    <pre><code class="language-mermaid">flowchart LR</code></pre></div>`;
  mount(document.body.firstElementChild as HTMLElement);
  const formula = document.querySelector(".math");
  await vi.waitFor(() => expect(formula?.querySelector("math")).not.toBeNull());
  expect([formula?.getAttribute("role"), formula?.getAttribute("aria-label")]).toEqual(["math", "x^2"]);
  expect(document.querySelector("pre")?.textContent).toBe("flowchart LR");
});

test("of a diagram that was changed the words that came and went stay to be read", async () => {
  document.body.innerHTML = `<div data-diagrams="/diagrams/"><pre><code class="language-mermaid">a--&gt;<del>b</del><ins>c</ins>
    </code></pre></div>`;
  mount(document.body.firstElementChild as HTMLElement);
  expect(document.querySelector("iframe")).toBeNull();
  expect(document.querySelector("pre del")?.textContent).toBe("b");
});
