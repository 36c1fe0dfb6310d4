/** The title of a document is written where it stands. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { titleInPlace } from "../../editor/title_in_place";

const goOn = vi.fn();
let unmount = (): void => undefined;

beforeEach(() => {
  document.title = "Seal · Pump · Ronde";
  document.body.innerHTML = `<span data-title-here>Seal</span><h1 id="document-title" data-refresh-on="document:7">
    <span tabindex="0" role="textbox" data-title-in-place="/api/v1/documents/7" data-not-kept="Not kept.">Seal</span></h1>
    <div id="toasts"></div><template id="toast-refused"><p class="toast--refused"><span class="toast__words"></span></p></template>`;
  goOn.mockReset();
  unmount = titleInPlace(goOn);
});

afterEach(() => {
  unmount();
  vi.unstubAllGlobals();
});

const title = (): HTMLElement => document.querySelector("[data-title-in-place]") as HTMLElement;
const press = (key: string): boolean =>
  title().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

test("Enter keeps the title and goes to the text; crumbs and window say it", async () => {
  const sent = vi.fn(async () => new Response("{}"));
  vi.stubGlobal("fetch", sent);
  title().focus();
  expect(document.getElementById("document-title")?.hasAttribute("data-refresh-on")).toBe(false);
  title().textContent = " Seal  review ";
  expect(press("Enter")).toBe(false);
  expect(goOn).toHaveBeenCalledOnce();
  const [address, options] = sent.mock.calls[0] as unknown as [string, RequestInit];
  expect([address, options.method, options.body]).toEqual(["/api/v1/documents/7", "PATCH", '{"title":"Seal review"}']);
  await vi.waitFor(() => expect(document.title).toBe("Seal review · Pump · Ronde"));
  expect(document.querySelector("[data-title-here]")?.textContent).toBe("Seal review");
  expect(document.getElementById("document-title")?.dataset.refreshOn).toBe("document:7");
});

test("Escape takes back what was typed, and a title without a word is none", () => {
  const sent = vi.fn();
  vi.stubGlobal("fetch", sent);
  title().focus();
  title().textContent = "Sea";
  press("Escape");
  expect(title().textContent).toBe("Seal");
  title().focus();
  title().textContent = "  ";
  title().blur();
  expect(title().textContent).toBe("Seal");
  expect(sent).not.toHaveBeenCalled();
});

test.each([
  [async () => Response.json({ detail: "This document is archived." }, { status: 409 }), "This document is archived."],
  [async () => Promise.reject(new TypeError("offline")), "Not kept."],
])("what is not kept stands no longer, and the page says why", async (fetched, why) => {
  vi.stubGlobal("fetch", fetched);
  title().focus();
  title().textContent = "Other";
  title().blur();
  await vi.waitFor(() => expect(document.querySelector(".toast__words")?.textContent).toBe(why));
  expect(title().textContent).toBe("Seal");
});
