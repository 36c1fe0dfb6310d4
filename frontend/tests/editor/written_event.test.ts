/** What stands beside a text hears of it when the server has other words: somebody else's, or ours once they are kept. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { tellOfWriting } from "../../editor/written_event";
import { type Person, Scene } from "./scene";

let scene: Scene;
let ada: Person;
let bo: Person;
let heard: number;
let end: () => void;

beforeEach(async () => {
  document.body.innerHTML = "<div><p></p></div>";
  scene = new Scene();
  ada = await scene.connected();
  bo = await scene.connected();
  heard = 0;
  document.querySelector("div")?.addEventListener("ronde:written", () => heard++);
  const text = document.querySelector("p") as HTMLElement;
  end = tellOfWriting({ doc: ada.doc, provider: { connection: ada.connection } } as never, text);
});

afterEach(() => {
  end();
  scene.end();
});

const settle = async (): Promise<void> => {
  await vi.advanceTimersByTimeAsync(500);
  await scene.settle();
};

test("the words of others are heard of, at the element around", async () => {
  bo.type("words");
  await settle();
  expect(heard).toBeGreaterThan(0);
});

test("one's own are heard of once they are kept, and not before", async () => {
  ada.type("words");
  expect(heard).toBe(0);
  await settle();
  expect(ada.connection.status.saved).toBe(true);
  expect(heard).toBe(1);
});

test("nothing is heard of after its end", async () => {
  end();
  bo.type("words");
  ada.type("more");
  await settle();
  expect(heard).toBe(0);
});
