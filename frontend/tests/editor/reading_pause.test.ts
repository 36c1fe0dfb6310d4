/** The button that proposes a text is disabled while others' changes are too recent to have been read. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pauseForReading } from "../../editor/reading_pause";
import { type ConnectedPerson, Scene } from "./scene";

const translate = (key: string): string => key;
let scene: Scene;
let ada: ConnectedPerson;
let bo: ConnectedPerson;
let end: () => void;

const button = (): HTMLButtonElement => {
  const found = document.querySelector("button");
  if (!found) throw new Error("no button");
  return found;
};

const pause = ({ doc, connection }: ConnectedPerson): (() => void) =>
  pauseForReading({ doc, provider: { connection } } as never, translate);

beforeEach(async () => {
  document.body.innerHTML = '<button data-after-reading="5000">Propose this text</button>';
  scene = new Scene();
  ada = await scene.connected();
  bo = await scene.connected();
  end = pause(ada);
});

afterEach(() => {
  end();
  scene.end();
});

const write = async (person: ConnectedPerson): Promise<void> => {
  person.type("words");
  await vi.advanceTimersByTimeAsync(500);
  await scene.exchangeFrames();
};

test("the button waits after each change of another person", async () => {
  await write(bo);
  expect(button().disabled).toBe(true);
  expect(button().title).toBe("just_written");
  await vi.advanceTimersByTimeAsync(4_000);
  await write(bo);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(button().disabled).toBe(true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(button().disabled).toBe(false);
  expect(button().title).toBe("");
});

test("the button does not wait after one's own changes, nor after older ones", async () => {
  await write(ada);
  expect(button().disabled).toBe(false);
  const eve = scene.person();
  const leave = pause(eve);
  eve.connection.connect();
  await scene.exchangeFrames();
  expect(eve.doc.getText("t").toString()).toBe("words");
  expect(button().disabled).toBe(false);
  leave();
});

test("the button no longer waits when the editor is unmounted", async () => {
  await write(bo);
  end();
  expect(button().disabled).toBe(false);
});
