/** The notes beside the text: who is in one stays in it, and what was decided on stays where it stood. */
import { expect, test, vi } from "vitest";
import { Margin } from "../../../editor/comments/margin";

function note(id: string, state = "open"): HTMLElement {
  const made = document.createElement("article");
  made.tabIndex = -1;
  Object.assign(made.dataset, { thread: id, state, suggestion: "[]" });
  made.innerHTML = "<button>Accept</button>";
  return made;
}

function scene(ids: string[]): { margin: Margin; text: HTMLElement } {
  document.body.innerHTML = `<div><p>${ids.map((id) => `<ins data-thread="${id}">${id}</ins>`).join("")}</p><aside></aside></div>`;
  const text = document.querySelector("p") as HTMLElement;
  for (const [at, words] of [...text.children].entries()) {
    words.getBoundingClientRect = () => new DOMRect(0, 100 * (at + 1), 10, 10);
  }
  text.getBoundingClientRect = () => new DOMRect(0, 0, 600, 2000);
  const list = document.querySelector("aside") as HTMLElement;
  const margin = new Margin(text.parentElement as HTMLElement, list, null, () => text);
  for (const id of ids) margin.set(id, note(id));
  return { margin, text };
}

test("a note that is fetched again keeps who was in it", () => {
  const { margin } = scene(["s-1"]);
  margin.notes.get("s-1")?.querySelector("button")?.focus();
  margin.set("s-1", note("s-1", "done"));
  expect(document.activeElement).toBe(margin.notes.get("s-1"));
});

test("a suggestion that was decided on stays where its words were", async () => {
  const { margin, text } = scene(["s-1", "s-2", "s-3"]);
  const top = (id: string) => margin.notes.get(id)?.style.translate;
  await vi.waitFor(() => expect(top("s-2")).toBe("0 200px"));
  text.querySelector("[data-thread=s-2]")?.remove();
  margin.set("s-2", note("s-2", "done"));
  await vi.waitFor(() => expect(top("s-2")).toBe("0 200px"));
  expect(margin.order()).toEqual(["s-1", "s-2", "s-3"]);
});
