/** One person's line to the server: what is told to be saved, and what happens when something goes wrong. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { Connection } from "../../editor/connection";
import type { Options } from "../../editor/status";
import { FakeServer, type Peer } from "./fake-server";

let server: FakeServer;
const open: Connection[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
});

afterEach(() => {
  for (const connection of open.splice(0)) connection.destroy();
  vi.useRealTimers();
});

function aConnection(over: Partial<Options> = {}): {
  doc: Y.Doc;
  connection: Connection;
  type: (text: string) => void;
} {
  const doc = over.doc ?? new Y.Doc();
  const connection = new Connection({ doc, epoch: null, dial: () => server.dial, random: () => 0.5, ...over });
  open.push(connection);
  return { doc, connection, type: (text) => doc.getText("t").insert(doc.getText("t").length, text) };
}

const peer = (): Peer => {
  const last = server.peers.at(-1);
  if (!last) throw new Error("nobody is connected");
  return last;
};

/** Lets frames flow both ways until nothing moves. */
async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
  for (let round = 0; round < 20; round += 1) {
    for (const each of server.peers) {
      server.take(each);
      server.give(each);
    }
    server.write();
  }
}

/** Lets time go by with a server that answers. */
async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    await vi.advanceTimersByTimeAsync(1_000);
    await settle();
  }
}

async function connected(over: Partial<Options> = {}): Promise<ReturnType<typeof aConnection>> {
  const made = aConnection(over);
  made.connection.connect();
  await settle();
  return made;
}

const onDisk = (): string => server.replay().getText("t").toString();

test("what ada types is saved only when the server says it is on disk", async () => {
  const { connection, type } = await connected();
  expect(connection.status).toMatchObject({ state: "live", saved: true });
  type("water");
  expect(connection.status.saved).toBe(false);
  await vi.advanceTimersByTimeAsync(60);
  server.take(peer());
  server.give(peer());
  expect(connection.status.saved).toBe(false);
  server.write();
  server.give(peer());
  expect(connection.status).toMatchObject({ saved: true, unsavedSince: null });
  expect(onDisk()).toBe("water");
});

test("ten quick keystrokes travel as one message", async () => {
  const { type } = await connected();
  for (const letter of "heliopompe") type(letter);
  await vi.advanceTimersByTimeAsync(60);
  await settle();
  expect(server.received).toHaveLength(1);
  expect(onDisk()).toBe("heliopompe");
});

test("an ACK that comes twice, or for nothing, changes nothing", async () => {
  const { connection, type } = await connected();
  type("a");
  await vi.advanceTimersByTimeAsync(60);
  await settle();
  server.acknowledge(peer(), server.acks[0] ?? "");
  server.acknowledge(peer(), "nobody's");
  type("b");
  await settle();
  expect(connection.status.saved).toBe(false);
});

test("what was typed while the line was down arrives after it", async () => {
  const { connection, type } = await connected();
  server.crash();
  type("kept");
  expect(connection.status).toMatchObject({ state: "offline", saved: false });
  await vi.advanceTimersByTimeAsync(1_000);
  await settle();
  expect(connection.status.saved).toBe(true);
  expect(onDisk()).toBe("kept");
});

test("an edit that the server had in memory when its ACK got lost is sent again", async () => {
  const { connection, type } = await connected();
  type("x");
  await vi.advanceTimersByTimeAsync(60);
  const first = peer();
  server.take(first);
  server.drop(first);
  await vi.advanceTimersByTimeAsync(1_000);
  server.take(peer());
  server.give(peer());
  server.take(peer());
  server.give(peer());
  expect(connection.status.saved).toBe(false);
  await settle();
  expect(connection.status.saved).toBe(true);
  expect(onDisk()).toBe("x");
});

test("a reconnect with nothing new stores nothing, deletions included", async () => {
  const { doc, type } = await connected();
  type("abc");
  doc.getText("t").delete(0, 2);
  await vi.advanceTimersByTimeAsync(60);
  await settle();
  const before = server.log.length;
  server.drop(peer());
  await vi.advanceTimersByTimeAsync(1_000);
  await settle();
  expect(server.log).toHaveLength(before);
});

test("a deletion made offline arrives although it moves no state vector", async () => {
  const { doc, type } = await connected();
  type("abc");
  await vi.advanceTimersByTimeAsync(60);
  await settle();
  server.drop(peer());
  doc.getText("t").delete(0, 2);
  await vi.advanceTimersByTimeAsync(1_000);
  await settle();
  expect(onDisk()).toBe("c");
});

test.each(["hole", "busy"])("a change refused with %s is sent again until it is taken", async (reason) => {
  const { connection, type } = await connected();
  server.refusals = [reason, reason, reason];
  type("again");
  await vi.advanceTimersByTimeAsync(60);
  await settle();
  expect(connection.status.saved).toBe(false);
  type("!");
  await pass(10);
  expect(connection.status.saved).toBe(true);
  expect(onDisk()).toBe("again!");
});

test("a busy server is not hammered", async () => {
  const { type } = await connected();
  server.refusals = new Array(1_000).fill("busy");
  type("x");
  for (let n = 0; n < 100; n += 1) {
    await vi.advanceTimersByTimeAsync(100);
    await settle();
  }
  expect(server.received.length).toBeLessThan(12);
});

test.each(["rejected", "too-large", "read-only"])("a change refused with %s is never called saved", async (reason) => {
  const { connection, type } = await connected();
  server.refusals = [reason];
  type("x");
  await vi.advanceTimersByTimeAsync(60);
  await settle();
  await pass(30);
  expect(connection.status).toMatchObject({ state: "readonly", reason, saved: false });
});

test("an un-ACKed change on a living line is repeated under the same id", async () => {
  const { connection, type } = await connected();
  type("x");
  await vi.advanceTimersByTimeAsync(60);
  peer().toServer = peer().toServer.filter((frame) => frame[0] !== 100);
  await pass(25);
  expect(connection.status.saved).toBe(true);
  expect(onDisk()).toBe("x");
});

test("a line that no longer answers pings is given up", async () => {
  const { connection } = await connected();
  server.answersPings = false;
  await vi.advanceTimersByTimeAsync(8_000);
  await settle();
  expect(connection.status.state).toBe("live");
  await vi.advanceTimersByTimeAsync(6_000);
  expect(connection.status.state).not.toBe("live");
});

test("the server that says read only is believed at once, and is asked nothing to store", async () => {
  server.greeting.readOnly = true;
  server.greeting.readOnlyReason = "archived";
  const { connection, type } = await connected();
  expect(connection.status).toMatchObject({ state: "readonly", reason: "archived" });
  type("x");
  await vi.advanceTimersByTimeAsync(11_000);
  await settle();
  expect(server.received).toEqual([]);
  expect(connection.status.saved).toBe(false);
});

test("rights that end while one writes make the page read only", async () => {
  const { connection } = await connected();
  server.forbid(peer(), "closed");
  await settle();
  expect(connection.status).toMatchObject({ state: "readonly", reason: "closed" });
});

test("another epoch is never merged", async () => {
  const doc = new Y.Doc();
  doc.getText("t").insert(0, "from another life");
  const { connection } = await connected({ doc, epoch: "e0" });
  await vi.advanceTimersByTimeAsync(30_000);
  await settle();
  expect(connection.status).toMatchObject({ state: "stopped", reason: "conflict" });
  expect(server.received).toEqual([]);
  expect(doc.getText("t").toString()).toBe("from another life");
});

test("a page older than the server stops before it applies anything", async () => {
  server.greeting.schema = 2;
  const { connection } = await connected();
  expect(connection.status).toMatchObject({ state: "stopped", reason: "outdated" });
});

test.each([
  [4401, "signed-out"],
  [4403, "no-access"],
  [4404, "gone"],
  [1009, "too-large"],
])("the close code %i ends the trying", async (code, reason) => {
  const { connection } = await connected();
  server.drop(peer(), code);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(connection.status).toMatchObject({ state: "stopped", reason });
  expect(server.peers).toEqual([]);
});

test("a signed-out person who signs in again goes on where she was", async () => {
  const { connection, type } = await connected();
  server.drop(peer(), 4401);
  type("kept");
  connection.connect();
  await settle();
  expect(connection.status.saved).toBe(true);
  expect(onDisk()).toBe("kept");
});

test("a copy from an earlier visit goes up, and one that is known already does not", async () => {
  const doc = new Y.Doc();
  doc.getText("t").insert(0, "offline yesterday");
  await connected({ doc, epoch: "e1" });
  expect(onDisk()).toBe("offline yesterday");
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const before = server.log.length;
  const second = await connected({ doc: copy, epoch: "e1" });
  expect(second.connection.status.saved).toBe(true);
  expect(server.log).toHaveLength(before);
});

test("a frame of nonsense costs one reconnect", async () => {
  const { connection } = await connected();
  peer().hooks.received(new Uint8Array([101, 200]));
  expect(connection.status.state).toBe("offline");
  await vi.advanceTimersByTimeAsync(1_000);
  await settle();
  expect(connection.status.state).toBe("live");
});

test("retries come with growing pauses of at most 2 s", async () => {
  server.accepts = false;
  const dials: number[] = [];
  const { connection } = aConnection({
    dial: () => (hooks) => {
      dials.push(Date.now());
      return server.dial(hooks);
    },
    random: () => 1,
  });
  connection.connect();
  await vi.advanceTimersByTimeAsync(60_000);
  const pauses = dials.slice(1).map((at, n) => at - (dials[n] ?? 0));
  expect(pauses.slice(0, 5)).toEqual([250, 500, 1_000, 2_000, 2_000]);
  expect(Math.max(...pauses)).toBe(2_000);
});
