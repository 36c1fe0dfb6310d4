/** `ronde:written` is dispatched for others' changes, and for one's own once they are saved. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { dispatchWritten } from "../../editor/written_event";
import { type ConnectedPerson, Scene } from "./scene";

let scene: Scene;
let ada: ConnectedPerson;
let bo: ConnectedPerson;
let events: number;
let end: () => void;

beforeEach(async () => {
  document.body.innerHTML = "<div><p></p></div>";
  scene = new Scene();
  ada = await scene.connected();
  bo = await scene.connected();
  events = 0;
  document.querySelector("div")?.addEventListener("ronde:written", () => events++);
  const text = document.querySelector("p") as HTMLElement;
  end = dispatchWritten({ doc: ada.doc, provider: { connection: ada.connection } } as never, text);
});

afterEach(() => {
  end();
  scene.end();
});

const exchangeAll = async (): Promise<void> => {
  await vi.advanceTimersByTimeAsync(500);
  await scene.exchangeFrames();
};

test("others' changes are announced, and the event bubbles", async () => {
  bo.type("words");
  await exchangeAll();
  expect(events).toBeGreaterThan(0);
});

test("one's own changes are announced once they are saved", async () => {
  ada.type("words");
  expect(events).toBe(0);
  await exchangeAll();
  expect(ada.connection.status.saved).toBe(true);
  expect(events).toBe(1);
});

test("nothing is announced after the unmount", async () => {
  end();
  bo.type("words");
  ada.type("more");
  await exchangeAll();
  expect(events).toBe(0);
});
