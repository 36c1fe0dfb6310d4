/** Awareness over a connection: sent once per pause, sent again after a break, forgotten with the link. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import * as protocol from "../../editor/protocol";
import { Provider } from "../../editor/provider";
import { FakeServer } from "./fake_server";

let server: FakeServer;
let provider: Provider;

beforeEach(async () => {
  vi.useFakeTimers();
  server = new FakeServer();
  provider = new Provider({ doc: new Y.Doc(), epoch: null, dial: () => server.dial, random: () => 0.5 });
  provider.awareness.setLocalStateField("user", { name: "Ada", hue: 1 });
  provider.connection.connect();
  await exchangeFrames();
});

afterEach(() => {
  provider.destroy();
  vi.useRealTimers();
});

async function exchangeFrames(ms = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  for (let round = 0; round < 5; round += 1) {
    for (const peer of server.peers) {
      server.receiveFrom(peer);
      server.deliverTo(peer);
    }
  }
}

/** Returns what was said of Bo. */
function boArrives(): Uint8Array {
  const bo = new Awareness(new Y.Doc());
  bo.setLocalState({ user: { name: "Bo", hue: 2 } });
  const said = protocol.awareness(encodeAwarenessUpdate(bo, [bo.clientID]));
  server.peers.at(-1)?.hooks.received(said);
  bo.destroy();
  return said;
}

const names = (): unknown[] =>
  [...provider.awareness.getStates().values()].map((state) => (state.user as { name: string }).name);

test("all of one's awareness is sent when the connection is up", () => {
  expect(server.awareness).toHaveLength(1);
});

test("twenty moves of a caret are sent once", async () => {
  const before = server.awareness.length;
  for (let n = 0; n < 20; n += 1) provider.awareness.setLocalStateField("cursor", n);
  await exchangeFrames(60);
  expect(server.awareness).toHaveLength(before + 1);
});

test("the awareness of others is not sent back", async () => {
  const before = server.awareness.length;
  boArrives();
  await exchangeFrames(200);
  expect(names()).toEqual(["Ada", "Bo"]);
  expect(server.awareness).toHaveLength(before);
});

test("others go when the link breaks, and one's own awareness is sent again when it is back", async () => {
  boArrives();
  const before = server.awareness.length;
  server.crash();
  expect(names()).toEqual(["Ada"]);
  await exchangeFrames(1_000);
  await exchangeFrames();
  expect(server.awareness.length).toBeGreaterThan(before);
});

test("after a break those who have not moved are there again, and one's own awareness has a new clock", async () => {
  const said = boArrives();
  const clock = provider.awareness.meta.get(provider.awareness.clientID)?.clock ?? 0;
  server.crash();
  await exchangeFrames(1_000);
  await exchangeFrames();
  server.peers.at(-1)?.hooks.received(said);
  expect(names()).toEqual(["Ada", "Bo"]);
  expect(provider.awareness.meta.get(provider.awareness.clientID)?.clock).toBeGreaterThan(clock);
});

test("leaving is sent at once", () => {
  const peer = server.peers.at(-1);
  if (!peer) throw new Error("no link");
  const before = peer.toServer.length;
  provider.awareness.setLocalState(null);
  expect(peer.toServer.slice(before).map((frame) => frame[0])).toEqual([1]);
});
