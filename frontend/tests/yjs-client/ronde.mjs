/**
 * A minimal client of `ronde.sync.v1`: it types tokens under message ids and notes which the server acknowledged.
 * It shares no code with the editor's client: a second implementation finds errors that one would hide.
 */
import { randomUUID } from "node:crypto";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import * as Y from "yjs";

const message = (...parts) => {
  const to = encoding.createEncoder();
  for (const part of parts) {
    if (typeof part === "number") encoding.writeVarUint(to, part);
    else if (typeof part === "string") encoding.writeVarString(to, part);
    else encoding.writeVarUint8Array(to, part);
  }
  return encoding.toUint8Array(to);
};

export class RondeClient {
  doc = new Y.Doc();
  /** Message id -> {update, token}, in the order of typing, until acknowledged. */
  pending = new Map();
  acked = [];
  refused = [];
  live = false;
  /** Called with the token of each change that was acknowledged, the id it was sent under and its place of the log. */
  onAcknowledged = () => {};
  #away = false;
  #socket = null;
  #retry = null;
  #token = null;

  constructor(name, address, report = () => {}, headers = {}) {
    this.name = name;
    this.address = address;
    this.report = report;
    this.headers = headers;
    this.doc.on("update", (update, origin) => {
      if (origin === this) return;
      const id = randomUUID();
      this.pending.set(id, { update, token: this.#token });
      if (this.live) this.#send(message(100, id, update));
    });
    this.#connect();
  }

  type(token) {
    const text = this.doc.getText("t");
    this.change(token, () => text.insert(text.length, token));
  }

  /** Does something with the document that is acknowledged under this token. */
  change(token, act) {
    this.#token = token;
    act();
    this.#token = null;
  }

  /** Asks what is missing here; stock clients do so on reconnect only. */
  resync() {
    if (this.live) this.#send(message(0, 0, Y.encodeStateVector(this.doc)));
  }

  end() {
    this.#away = true;
    clearTimeout(this.#retry);
    this.#socket?.close();
  }

  goOffline() {
    this.end();
    this.#socket?.terminate();
  }

  goOnline() {
    if (!this.#away) return;
    this.#away = false;
    this.#connect();
  }

  #connect() {
    const socket = new WebSocket(this.address, "ronde.sync.v1", { headers: this.headers });
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    socket.on("message", (data) => this.#receive(new Uint8Array(data)));
    socket.on("error", () => {});
    socket.on("close", (code) => {
      if (socket !== this.#socket) return;
      if (this.live) this.report({ event: "ronde-cut", client: this.name, code, inFlight: this.pending.size });
      this.live = false;
      if (!this.#away) this.#retry = setTimeout(() => this.#connect(), 150);
    });
  }

  #send(frame) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(frame);
  }

  #receive(frame) {
    const from = decoding.createDecoder(frame);
    const type = decoding.readVarUint(from);
    if (type === 103) this.#greet(JSON.parse(decoding.readVarString(from)));
    else if (type === 0) this.#sync(from);
    else if (type === 101) this.#acknowledged(decoding.readVarString(from), decoding.readVarUint(from));
    else if (type === 102) this.refused.push([decoding.readVarString(from), decoding.readVarString(from)]);
  }

  #greet({ epoch, schema }) {
    this.report({ event: "ronde-hello", epoch, schema });
    this.#send(message(103, JSON.stringify({ schema, epoch })));
    this.#send(message(0, 0, Y.encodeStateVector(this.doc)));
  }

  #sync(from) {
    const step = decoding.readVarUint(from);
    const bytes = decoding.readVarUint8Array(from);
    if (step === 0) this.#answer(bytes);
    else Y.applyUpdate(this.doc, bytes, this);
  }

  /**
   * What the server lacks, the others' text included, and then all that is not acknowledged, under the ids it had: the
   * other way round, each that rests on others' lost text would be refused and asked for again.
   */
  #answer(vector) {
    this.live = true;
    const diff = Y.encodeStateAsUpdate(this.doc, vector);
    if (diff.length > 2) this.#send(message(100, randomUUID(), diff));
    for (const [id, { update }] of this.pending) this.#send(message(100, id, update));
  }

  #acknowledged(id, seq) {
    const sent = this.pending.get(id);
    this.pending.delete(id);
    if (!sent?.token) return;
    this.acked.push({ token: sent.token, seq });
    this.onAcknowledged(sent.token, id, seq);
  }
}
