// Clients of one document. A Person keeps a real Y.Doc; a Listener only notes what arrives, for rooms of hundreds.
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import WebSocket from "ws";
import * as awarenessProtocol from "y-protocols/awareness";
import * as syncProtocol from "y-protocols/sync";
import * as Y from "yjs";
import { AWARENESS, framings, SYNC } from "./frames.mjs";

const PATIENCE_MS = 120_000;

// What one typer has sent: insertion i ends at clock ends[i] and left at times[i].
export class Typed {
  constructor(author) {
    this.author = author;
    this.ends = [];
    this.times = [];
  }
}

class Client {
  // room: {document, typed: Map(client id → Typed)}; tally: what all clients of a scenario count together
  constructor(server, room, tally, index = 0) {
    Object.assign(this, { room, tally, index, frames: framings[server.framing] });
    this.url = server.urls[index % server.urls.length].replace("{document}", room.document);
    this.headers = server.tokens ? { Authorization: `Bearer ${server.tokens[index % server.tokens.length]}` } : {};
    this.seen = new Map(); // client id → how many of its insertions arrived here
    this.isAdmitted = server.framing !== "hocuspocus";
    this.isSynced = false;
  }

  // Connects and synchronises; resolves with the milliseconds that took.
  connect() {
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not synchronised: ${this.url}`)), PATIENCE_MS);
      const failed = (why) => {
        clearTimeout(timer);
        if (!this.isSynced) reject(new Error(`${why}: ${this.url}`));
        else if (!this.isLeaving) this.tally.broken += 1;
      };
      this.socket = new WebSocket(this.url, { perMessageDeflate: false, headers: this.headers, maxPayload: 1 << 30 });
      this.synced = () => {
        if (this.isSynced) return;
        this.isSynced = true;
        clearTimeout(timer);
        resolve(performance.now() - began);
      };
      this.socket.on("open", () => {
        this.socket._socket.setNoDelay(true);
        const greeting = this.frames.greeting(this.room.document);
        if (greeting) this.socket.send(greeting);
        if (!this.frames.synchronises) this.synced();
        else if (this.isAdmitted) this.askForAll();
      });
      this.socket.on("message", (data) => this.receive(data));
      this.socket.on("close", (code) => failed(`closed with ${code}`));
      this.socket.on("error", (error) => failed(error.message));
    });
  }

  begin(kind) {
    return this.frames.begin(this.room.document, kind);
  }

  send(encoder) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(encoding.toUint8Array(encoder));
  }

  receive(data) {
    const { kind, decoder } = this.frames.open(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    if (kind === SYNC) this.receiveSync(decoder);
    else if (kind === AWARENESS) this.receiveAwareness(decoding.readVarUint8Array(decoder));
    else if (!this.isAdmitted && this.frames.admits(kind, decoder)) {
      this.isAdmitted = true;
      this.askForAll();
    }
  }

  // What `author` typed is here up to clock `end`.
  note(author, end) {
    const typed = this.room.typed.get(author);
    if (typed === undefined || typed.owner === this) return;
    const now = performance.now();
    let count = this.seen.get(author) ?? 0;
    for (; count < typed.ends.length && typed.ends[count] <= end; count += 1) {
      this.tally.delivered += 1;
      if (this.tally.waits && typed.times[count] >= this.tally.since) this.tally.waits.push(now - typed.times[count]);
    }
    this.seen.set(author, count);
  }

  leave() {
    this.isLeaving = true;
    this.socket.close();
  }
}

export class Person extends Client {
  constructor(...given) {
    super(...given);
    this.doc = new Y.Doc();
    this.text = this.doc.getText("content");
    this.awareness = new awarenessProtocol.Awareness(this.doc);
    this.awareness.setLocalState(null);
    this.doc.on("update", (update, origin) => {
      if (origin !== this) this.sendUpdate(update);
    });
    this.doc.on("afterTransaction", (transaction) => {
      if (transaction.origin !== this) return;
      for (const [author, end] of transaction.afterState) {
        if (transaction.beforeState.get(author) !== end) this.note(author, end);
      }
    });
  }

  sendUpdate(update) {
    const encoder = this.begin(SYNC);
    syncProtocol.writeUpdate(encoder, update);
    this.send(encoder);
  }

  askForAll() {
    const encoder = this.begin(SYNC);
    syncProtocol.writeSyncStep1(encoder, this.doc);
    this.send(encoder);
  }

  receiveSync(decoder) {
    const answer = this.begin(SYNC);
    const empty = encoding.length(answer);
    const step = syncProtocol.readSyncMessage(decoder, answer, this.doc, this);
    if (encoding.length(answer) > empty) this.send(answer);
    if (step === syncProtocol.messageYjsSyncStep2) {
      this.synced();
      this.answered?.();
    }
  }

  receiveAwareness(payload) {
    awarenessProtocol.applyAwarenessUpdate(this.awareness, payload, this);
  }

  // Resolves once something has changed here.
  change() {
    return new Promise((resolve) => this.doc.once("afterTransaction", resolve));
  }

  becomeTyper() {
    this.typed = new Typed(this.doc.clientID);
    this.typed.owner = this;
    this.clock = Y.getState(this.doc.store, this.doc.clientID);
    this.room.typed.set(this.doc.clientID, this.typed);
  }

  type(place, letters, withCursor) {
    this.clock += letters.length;
    this.typed.ends.push(this.clock);
    this.typed.times.push(performance.now()); // before the insertion: it is sent from inside it
    this.text.insert(place, letters);
    this.tally.sent += 1;
    if (!withCursor) return;
    const [anchor, user] = [place + letters.length, { name: `Person ${this.index}`, color: "#30bced" }];
    this.awareness.setLocalState({ user, cursor: { anchor, head: anchor } });
    const encoder = this.begin(AWARENESS);
    const own = awarenessProtocol.encodeAwarenessUpdate(this.awareness, [this.doc.clientID]);
    encoding.writeVarUint8Array(encoder, own);
    this.send(encoder);
  }

  // Resolves once the server has read everything that was sent so far: it answers in order.
  caughtUp() {
    return new Promise((resolve) => {
      this.answered = resolve;
      this.askForAll();
    });
  }

  leave() {
    super.leave();
    this.awareness.destroy();
  }
}

export class Listener extends Client {
  askForAll() {
    const encoder = this.begin(SYNC);
    encoding.writeVarUint(encoder, syncProtocol.messageYjsSyncStep1);
    encoding.writeVarUint8Array(encoder, new Uint8Array([0]));
    this.send(encoder);
  }

  receiveSync(decoder) {
    const step = decoding.readVarUint(decoder);
    const payload = decoding.readVarUint8Array(decoder);
    if (step === syncProtocol.messageYjsSyncStep1) {
      const encoder = this.begin(SYNC);
      encoding.writeVarUint(encoder, syncProtocol.messageYjsSyncStep2);
      encoding.writeVarUint8Array(encoder, new Uint8Array([0, 0]));
      this.send(encoder);
      return;
    }
    if (payload.length > 2 && this.room.typed.size) {
      for (const [author, end] of Y.parseUpdateMeta(payload).to) this.note(author, end);
    }
    if (step === syncProtocol.messageYjsSyncStep2) this.synced();
  }

  receiveAwareness() {}
}
