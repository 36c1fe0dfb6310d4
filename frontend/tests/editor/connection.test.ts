/** One person's connection to the server: what counts as saved, and what happens when something goes wrong. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { Scene } from "./scene";

let scene: Scene;

beforeEach(() => {
  scene = new Scene();
});

afterEach(() => {
  scene.end();
});

test("what ada types is saved only when the server reports it to be on disk", async () => {
  const { connection, type } = await scene.connected();
  expect(connection.status).toMatchObject({ state: "live", saved: true });
  type("water");
  expect(connection.status.saved).toBe(false);
  await vi.advanceTimersByTimeAsync(60);
  scene.server.receiveFrom(scene.peer);
  scene.server.deliverTo(scene.peer);
  expect(connection.status.saved).toBe(false);
  scene.server.write();
  scene.server.deliverTo(scene.peer);
  expect(connection.status).toMatchObject({ saved: true, unsavedSince: null });
  expect(scene.onDisk).toBe("water");
});

test("who types on over a slow link is late only when a change of theirs is", async () => {
  const { connection, type } = await scene.connected();
  for (let n = 0; n < 50; n += 1) {
    type(".");
    await vi.advanceTimersByTimeAsync(60);
    scene.server.write(); // answers what came 60 ms ago
    scene.server.receiveFrom(scene.peer);
    scene.server.deliverTo(scene.peer);
    const { saved, unsavedSince } = connection.status;
    expect(saved).toBe(false);
    expect(Date.now() - (unsavedSince ?? 0)).toBeLessThanOrEqual(120);
  }
});

test("a change is late from when it was made, however often it is sent", async () => {
  const { connection, type } = await scene.connected();
  const start = Date.now();
  type("x");
  await vi.advanceTimersByTimeAsync(60);
  scene.server.drop(scene.peer);
  type("y");
  await vi.advanceTimersByTimeAsync(1_000);
  for (const _ of ["greeting", "what is missing"]) {
    scene.server.receiveFrom(scene.peer);
    scene.server.deliverTo(scene.peer);
  }
  expect(connection.status).toMatchObject({ state: "live", saved: false, unsavedSince: start });
});

test("ten quick keystrokes are sent as one message", async () => {
  const { type } = await scene.connected();
  for (const letter of "heliopompe") type(letter);
  await vi.advanceTimersByTimeAsync(60);
  await scene.exchangeFrames();
  expect(scene.server.received).toHaveLength(1);
  expect(scene.onDisk).toBe("heliopompe");
});

test("an ACK that comes twice, or for an unknown id, changes nothing", async () => {
  const { connection, type } = await scene.connected();
  type("a");
  await vi.advanceTimersByTimeAsync(60);
  await scene.exchangeFrames();
  scene.server.acknowledge(scene.peer, scene.server.acks[0] ?? "");
  scene.server.acknowledge(scene.peer, "unknown");
  type("b");
  await scene.exchangeFrames();
  expect(connection.status.saved).toBe(false);
});

test("what is typed offline arrives after the reconnect", async () => {
  const { connection, type } = await scene.connected();
  scene.server.crash();
  type("kept");
  expect(connection.status).toMatchObject({ state: "offline", saved: false });
  await vi.advanceTimersByTimeAsync(1_000);
  await scene.exchangeFrames();
  expect(connection.status.saved).toBe(true);
  expect(scene.onDisk).toBe("kept");
});

test("an edit that the server had only in memory when its ACK was lost is sent again", async () => {
  const { connection, type } = await scene.connected();
  type("x");
  await vi.advanceTimersByTimeAsync(60);
  const first = scene.peer;
  scene.server.receiveFrom(first);
  scene.server.drop(first);
  await vi.advanceTimersByTimeAsync(1_000);
  scene.server.receiveFrom(scene.peer);
  scene.server.deliverTo(scene.peer);
  scene.server.receiveFrom(scene.peer);
  scene.server.deliverTo(scene.peer);
  expect(connection.status.saved).toBe(false);
  await scene.exchangeFrames();
  expect(connection.status.saved).toBe(true);
  expect(scene.onDisk).toBe("x");
});

test("a reconnect with nothing new stores nothing, deletions included", async () => {
  const { doc, type } = await scene.connected();
  type("abc");
  doc.getText("t").delete(0, 2);
  await vi.advanceTimersByTimeAsync(60);
  await scene.exchangeFrames();
  const before = scene.server.log.length;
  scene.server.drop(scene.peer);
  await vi.advanceTimersByTimeAsync(1_000);
  await scene.exchangeFrames();
  expect(scene.server.log).toHaveLength(before);
});

test("a deletion made offline arrives although it moves no state vector", async () => {
  const { doc, type } = await scene.connected();
  type("abc");
  await vi.advanceTimersByTimeAsync(60);
  await scene.exchangeFrames();
  scene.server.drop(scene.peer);
  doc.getText("t").delete(0, 2);
  await vi.advanceTimersByTimeAsync(1_000);
  await scene.exchangeFrames();
  expect(scene.onDisk).toBe("c");
});

test.each(["hole", "busy"])("a change refused with %s is sent again until it is accepted", async (reason) => {
  const { connection, type } = await scene.connected();
  scene.server.refusals = [reason, reason, reason];
  type("again");
  await vi.advanceTimersByTimeAsync(60);
  await scene.exchangeFrames();
  expect(connection.status.saved).toBe(false);
  type("!");
  await scene.pass(10);
  expect(connection.status.saved).toBe(true);
  expect(scene.onDisk).toBe("again!");
});

test("a busy server is asked only now and then", async () => {
  const { type } = await scene.connected();
  scene.server.refusals = new Array(1_000).fill("busy");
  type("x");
  for (let n = 0; n < 100; n += 1) {
    await vi.advanceTimersByTimeAsync(100);
    await scene.exchangeFrames();
  }
  expect(scene.server.received.length).toBeLessThan(12);
});

test("an unacknowledged change on an open link is repeated under the same id", async () => {
  const { connection, type } = await scene.connected();
  type("x");
  await vi.advanceTimersByTimeAsync(60);
  scene.peer.toServer = scene.peer.toServer.filter((frame) => frame[0] !== 100);
  await scene.pass(25);
  expect(connection.status.saved).toBe(true);
  expect(scene.onDisk).toBe("x");
});

test("a link that no longer answers pings is given up", async () => {
  const { connection } = await scene.connected();
  scene.server.answersPings = false;
  await vi.advanceTimersByTimeAsync(8_000);
  await scene.exchangeFrames();
  expect(connection.status.state).toBe("live");
  await vi.advanceTimersByTimeAsync(6_000);
  expect(connection.status.state).not.toBe("live");
});

test("a copy from an earlier visit is sent unless the server has it", async () => {
  const doc = new Y.Doc();
  doc.getText("t").insert(0, "offline yesterday");
  await scene.connected({ doc, epoch: "e1" });
  expect(scene.onDisk).toBe("offline yesterday");
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const before = scene.server.log.length;
  const second = await scene.connected({ doc: copy, epoch: "e1" });
  expect(second.connection.status.saved).toBe(true);
  expect(scene.server.log).toHaveLength(before);
});

test("an unreadable frame costs one reconnect", async () => {
  const { connection } = await scene.connected();
  scene.peer.hooks.received(new Uint8Array([101, 200]));
  expect(connection.status.state).toBe("offline");
  await vi.advanceTimersByTimeAsync(1_000);
  await scene.exchangeFrames();
  expect(connection.status.state).toBe("live");
});

test("a first try that a proxy holds is given up soon, later ones have longer", async () => {
  const dials: number[] = [];
  const silent = () => {
    dials.push(Date.now());
    return { send: () => undefined, close: () => undefined };
  };
  const { connection } = scene.person({ dial: () => silent, random: () => 1 });
  connection.connect();
  await vi.advanceTimersByTimeAsync(60_000);
  const tries = dials.slice(1, 6).map((at, n) => at - (dials[n] ?? 0));
  expect(tries).toEqual([1_600, 3_200, 5_400, 5_800, 6_000]);
});

test("retries come with growing pauses of at most 2 s", async () => {
  scene.server.accepts = false;
  const dials: number[] = [];
  const { connection } = scene.person({
    dial: () => (hooks) => {
      dials.push(Date.now());
      return scene.server.dial(hooks);
    },
    random: () => 1,
  });
  connection.connect();
  await vi.advanceTimersByTimeAsync(60_000);
  const pauses = dials.slice(1).map((at, n) => at - (dials[n] ?? 0));
  expect(pauses.slice(0, 5)).toEqual([100, 200, 400, 800, 1_000]);
  expect(Math.max(...pauses)).toBe(2_000);
});

test("what only the server changes is not encoded again for the connection", async () => {
  const on = vi.spyOn(Y.Doc.prototype, "on");
  const listensForUpdates = () => on.mock.calls.some(([name]) => name === "update");
  const { type } = await scene.connected();
  expect(listensForUpdates()).toBe(false);
  type("water");
  expect(listensForUpdates()).toBe(true);
});
