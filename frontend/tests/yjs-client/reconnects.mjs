/**
 * The editor's own connection, several times, without a page: types, and prints for each break how long it was.
 * Bundled by tests/benchmarks/reconnect.py.
 *
 *   node reconnects.mjs ADDRESS HOW_MANY      (ends when its input does)
 *
 * Lines: {"ready": true}, then {"client": n, "offline": ms, "unsaved": ms}: from the break until the connection was live
 * again, and until everything typed was saved.
 */
import { WebSocket } from "ws";
import * as Y from "yjs";
import { Connection } from "../../editor/connection.ts";
import { dialSocket } from "../../editor/transport.ts";

globalThis.WebSocket ??= WebSocket;

const [address, number] = process.argv.slice(2);
const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const clients = Array.from({ length: Number(number) }, (_, client) => {
  const doc = new Y.Doc();
  const connection = new Connection({ doc, epoch: null, dial: () => dialSocket(address) });
  let brokeAt = null;
  let liveAfter = null;
  connection.on("down", () => {
    brokeAt ??= performance.now();
    liveAfter = null;
  });
  connection.on("status", ({ state, saved }) => {
    if (brokeAt === null || state !== "live") return;
    liveAfter ??= performance.now() - brokeAt;
    if (!saved) return;
    print({ client, offline: liveAfter, unsaved: performance.now() - brokeAt });
    brokeAt = null;
  });
  connection.connect();
  return { doc, connection };
});

const ready = setInterval(() => {
  if (!clients.every(({ connection }) => connection.status.state === "live")) return;
  clearInterval(ready);
  print({ ready: true });
}, 50);
setInterval(() => {
  for (const [client, { doc }] of clients.entries()) {
    const text = doc.getText(`t${client}`);
    text.insert(text.length, "x");
  }
}, 100);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
