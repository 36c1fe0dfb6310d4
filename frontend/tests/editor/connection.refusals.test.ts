/** What the server refuses, forbids or ends, and what becomes of the text. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { SCHEMA } from "../../editor/protocol";
import { Scene } from "./scene";

let scene: Scene;

beforeEach(() => {
  scene = new Scene();
});

afterEach(() => {
  scene.end();
});

test.each(["rejected", "too-large", "full", "read-only"])(
  "a change refused with %s is never called saved",
  async (reason) => {
    const { connection, type } = await scene.connected();
    scene.server.refusals = [reason];
    type("x");
    await vi.advanceTimersByTimeAsync(60);
    await scene.exchangeFrames();
    await scene.pass(30);
    expect(connection.status).toMatchObject({ state: "readonly", reason, saved: false });
  },
);

test("a read-only document is read only at once, and no change is sent", async () => {
  scene.server.greeting.readOnly = true;
  scene.server.greeting.readOnlyReason = "archived";
  const { connection, type } = await scene.connected();
  expect(connection.status).toMatchObject({ state: "readonly", reason: "archived" });
  type("x");
  await vi.advanceTimersByTimeAsync(11_000);
  await scene.exchangeFrames();
  expect(scene.server.received).toEqual([]);
  expect(connection.status.saved).toBe(false);
});

test("the page becomes read only when rights end while one writes", async () => {
  const { connection } = await scene.connected();
  scene.server.forbid(scene.peer, "closed");
  await scene.exchangeFrames();
  expect(connection.status).toMatchObject({ state: "readonly", reason: "closed" });
});

test("another epoch is never merged", async () => {
  const doc = new Y.Doc();
  doc.getText("t").insert(0, "from another epoch");
  const { connection } = await scene.connected({ doc, epoch: "e0" });
  await vi.advanceTimersByTimeAsync(30_000);
  await scene.exchangeFrames();
  expect(connection.status).toMatchObject({ state: "stopped", reason: "conflict" });
  expect(scene.server.received).toEqual([]);
  expect(doc.getText("t").toString()).toBe("from another epoch");
});

test("a page older than the server stops before it applies a change", async () => {
  scene.server.greeting.schema = SCHEMA + 1;
  const { connection } = await scene.connected();
  expect(connection.status).toMatchObject({ state: "stopped", reason: "outdated" });
});

test.each([
  [4401, "signed-out"],
  [4403, "no-access"],
  [4404, "gone"],
  [1009, "too-large"],
])("the close code %i ends the retries", async (code, reason) => {
  const { connection } = await scene.connected();
  scene.server.drop(scene.peer, code);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(connection.status).toMatchObject({ state: "stopped", reason });
  expect(scene.server.peers).toEqual([]);
});

test("a person who signs in again keeps what she has written", async () => {
  const { connection, type } = await scene.connected();
  scene.server.drop(scene.peer, 4401);
  type("kept");
  connection.connect();
  await scene.exchangeFrames();
  expect(connection.status.saved).toBe(true);
  expect(scene.onDisk).toBe("kept");
});
