/** The line that says what is new: it brings the marks, leads to the next, goes with them, and the server hears of it. */
import { Editor } from "@tiptap/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { schemaExtensions } from "../../../editor/schema";
import type { Session } from "../../../editor/session";
import { mountUnread } from "../../../editor/unread";

const CHANGE = { kind: "changed", place: 0, block: "", before: "It is red.", after: "It is blue.", by: "Bo", hue: 7 };

const BEGAN = 1_000_000;

let editor: Editor;
let state: string;
let unmount: () => void;
const asked = vi.fn(async () => new Response(null, { status: 204 }));

beforeEach(() => {
  vi.useFakeTimers({ now: BEGAN, toFake: ["Date"] });
  vi.stubGlobal("fetch", asked);
  asked.mockClear();
  Element.prototype.scrollIntoView = () => undefined;
  document.body.innerHTML = "<div id='unread'></div><div id='text'></div>";
  editor = new Editor({
    element: document.getElementById("text"),
    injectCSS: false,
    extensions: schemaExtensions((key) => key),
    content: "<p>It is blue.</p>",
  });
  state = "live";
  const connection = { status: { state } };
  const session = { doc: new Y.Doc(), provider: { connection } } as unknown as Session;
  Object.defineProperty(connection, "status", { get: () => ({ state }) });
  const translate = (_key: string, values = {}) => JSON.stringify(values);
  unmount = mountUnread(editor, session, "/reading/", () => ({ "X-CSRFToken": "t" }), translate);
});

afterEach(() => {
  unmount();
  editor.destroy();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function arrives(): Promise<HTMLElement> {
  const place = document.getElementById("unread") as HTMLElement;
  place.innerHTML = `<aside data-unread><p data-unread-said>one change</p><button data-unread-next hidden></button>
    <button data-unread-close hidden></button></aside>`;
  (place.firstElementChild as HTMLElement).dataset.changes = JSON.stringify([CHANGE]);
  document.dispatchEvent(new Event("htmx:after:settle"));
  await vi.waitFor(() => expect(place.querySelector("[hidden]")).toBeNull());
  return place;
}

const leave = (): boolean => window.dispatchEvent(new Event("pagehide"));

test("the line that arrives brings its marks, says which change one is at, and goes with them", async () => {
  const place = await arrives();
  expect(editor.view.dom.querySelector("ins")?.textContent).toBe("blue");
  place.querySelector<HTMLElement>("[data-unread-next]")?.click();
  expect(place.querySelector("[data-unread-said]")?.textContent).toBe('{"at":1,"count":1,"by":"Bo"}');
  place.querySelector<HTMLElement>("[data-unread-close]")?.click();
  expect(editor.view.dom.querySelector("ins, del")).toBeNull();
  expect(place.children).toHaveLength(0);
  expect(asked).toHaveBeenCalledOnce();
  leave();
  expect(asked).toHaveBeenCalledOnce(); // it is known already
});

test("Ctrl Alt N goes to the next, and Ctrl Alt X puts the marks away", async () => {
  const place = await arrives();
  const press = (code: string): boolean =>
    document.dispatchEvent(new KeyboardEvent("keydown", { code, altKey: true, ctrlKey: true, cancelable: true }));
  expect(press("KeyN")).toBe(false);
  expect(editor.view.dom.querySelector(".unread-mark--on")).not.toBeNull();
  press("KeyX");
  expect(place.children).toHaveLength(0);
});

test.each([
  ["was seen for some seconds", 4_000, "live", 1],
  ["was only glanced at", 1_000, "live", 0],
  ["lost its connection", 4_000, "offline", 0],
])("who leaves a page that %s", (_what, after, connection, times) => {
  vi.setSystemTime(BEGAN + after);
  state = connection;
  leave();
  expect(asked).toHaveBeenCalledTimes(times);
});
