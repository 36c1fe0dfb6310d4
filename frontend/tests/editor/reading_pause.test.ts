/** Nobody puts to a round what another wrote a moment ago: the button waits as long as the server would refuse it. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { reading } from "../../editor/reading_pause";
import { type Person, Scene } from "./scene";

const say = (key: string): string => key;
let scene: Scene;
let ada: Person;
let bo: Person;
let end: () => void;

const button = (): HTMLButtonElement => {
  const found = document.querySelector("button");
  if (!found) throw new Error("no button");
  return found;
};

const read = ({ doc, connection }: Person): (() => void) => reading({ doc, provider: { connection } } as never, say);

beforeEach(async () => {
  document.body.innerHTML = '<button data-after-reading="5000">Propose this text</button>';
  scene = new Scene();
  ada = await scene.connected();
  bo = await scene.connected();
  end = read(ada);
});

afterEach(() => {
  end();
  scene.end();
});

const write = async (person: Person): Promise<void> => {
  person.type("words");
  await vi.advanceTimersByTimeAsync(500);
  await scene.settle();
};

test("it waits after the words of another, and again after the next", async () => {
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

test("one's own words need no reading, nor does what stood there before", async () => {
  await write(ada);
  expect(button().disabled).toBe(false);
  const eve = scene.person();
  const leave = read(eve);
  eve.connection.connect();
  await scene.settle();
  expect(eve.doc.getText("t").toString()).toBe("words");
  expect(button().disabled).toBe(false);
  leave();
});

test("where the editor ends, it waits no longer", async () => {
  await write(bo);
  end();
  expect(button().disabled).toBe(false);
});
