/**
 * Real Yjs clients, each driven by lines on stdin, a JSON object each; what happens is told on stdout the same way.
 *
 *   {"do": "open", "name", "stock": bool, "address", "document", "token"}
 *   {"do": "insert", "name", "op", "mark", "where"} {"do": "delete", "name", "op", "mark"} {"do": "undo", "name", "op"}
 *   {"do": "offline" | "online" | "reload" | "close", "name"} {"do": "read", "name", "request"}
 *
 * Events: {"event": "changed", "name", "op", "marks": {mark: is there now}}, "acknowledged" with op, id and place of the
 * log, "live", "forgot" (its document, by reload), "closed" with code, "refused" with reason, "reading" with request,
 * text, settled.
 */
import { createInterface } from "node:readline";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { RondeClient } from "../../frontend/tests/yjs-client/ronde.mjs";

// y-websocket asks the browser's WebSocket for its constants, which Node 20 does not have.
globalThis.WebSocket ??= WebSocket;

const MARK_LENGTH = "[c03:000123]".length;
const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** A stock `y-websocket` client. Without BroadcastChannel: in one process they would sync past the server. */
class StockClient {
  doc = new Y.Doc();

  constructor({ name, address, document, token }) {
    const headers = { Authorization: `Bearer ${token}` };
    class Socket extends WebSocket {
      constructor(url, protocols) {
        super(url, protocols, { headers });
      }
    }
    const options = { WebSocketPolyfill: Socket, disableBc: true, maxBackoffTime: 1000, resyncInterval: 5000 };
    this.provider = new WebsocketProvider(address, document, this.doc, options);
    this.provider.on("sync", (synced) => synced && tell({ event: "live", name }));
    this.provider.on("connection-close", (event) => event && tell({ event: "closed", name, code: event.code }));
  }

  get settled() {
    return this.provider.synced;
  }

  change(_, act) {
    act();
  }

  goOffline() {
    this.provider.disconnect();
  }

  goOnline() {
    this.provider.connect();
  }

  end() {
    this.provider.destroy();
  }
}

/** The client of `ronde.sync.v1`, which tells what is acknowledged. */
class AnsweredClient extends RondeClient {
  constructor({ name, address, document, token }) {
    const report = ({ event, ...facts }) => this.retold(event, facts);
    super(name, `${address}/${document}`, report, { Authorization: `Bearer ${token}` });
    this.onAcknowledged = (op, id, place) => tell({ event: "acknowledged", name, op: Number(op), id, place });
  }

  get settled() {
    return this.live && this.pending.size === 0;
  }

  retold(event, { code }) {
    if (event === "ronde-hello") tell({ event: "live", name: this.name });
    else if (event === "ronde-cut") tell({ event: "closed", name: this.name, code });
  }
}

class Client {
  constructor(options) {
    this.options = options;
    this.#begin();
  }

  #begin() {
    this.line = this.options.stock ? new StockClient(this.options) : new AnsweredClient(this.options);
    this.text = this.line.doc.getText("t");
    this.undoing = new Y.UndoManager(this.text, { captureTimeout: 0 });
  }

  reload() {
    this.line.goOffline();
    this.line.end();
    tell({ event: "forgot", name: this.options.name });
    this.#begin();
  }

  insert({ op, mark, where }) {
    const place = Math.round((where * this.text.length) / MARK_LENGTH) * MARK_LENGTH;
    this.#change(op, () => this.text.insert(Math.min(place, this.text.length), mark));
    this.#changed(op, { [mark]: true });
  }

  delete({ op, mark }) {
    const place = this.text.toString().indexOf(mark);
    if (place >= 0) this.#change(op, () => this.text.delete(place, MARK_LENGTH));
    this.#changed(op, place >= 0 ? { [mark]: false } : {});
  }

  undo({ op }) {
    const before = this.#marks();
    this.#change(op, () => this.undoing.undo());
    const after = this.#marks();
    const changed = [...before, ...after].filter((mark) => before.has(mark) !== after.has(mark));
    this.#changed(op, Object.fromEntries(changed.map((mark) => [mark, after.has(mark)])));
  }

  read({ request }) {
    for (const [, reason] of this.line.refused?.splice(0) ?? []) {
      tell({ event: "refused", name: this.options.name, reason });
    }
    tell({ event: "reading", request, text: this.text.toString(), settled: this.line.settled });
  }

  offline() {
    this.line.goOffline();
  }

  online() {
    this.line.goOnline();
  }

  close() {
    this.line.end();
  }

  #change(op, act) {
    this.line.change(String(op), act);
  }

  #changed(op, marks) {
    tell({ event: "changed", name: this.options.name, op, marks });
  }

  #marks() {
    return new Set(this.text.toString().match(/\[[^\]]*\]/g));
  }
}

const clients = new Map();
const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const { do: what, name, ...rest } = JSON.parse(line);
  if (what === "open") clients.set(name, new Client({ name, ...rest }));
  else clients.get(name)[what](rest);
});
lines.on("close", () => process.exit(0));
