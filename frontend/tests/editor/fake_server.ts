/** A server in memory for tests: a log of acknowledged updates, links that break, refusals, crashes that lose memory. */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { SCHEMA } from "../../editor/protocol";
import type { Dial, LinkHooks } from "../../editor/transport";

const message = (fill: (to: encoding.Encoder) => void): Uint8Array => {
  const to = encoding.createEncoder();
  fill(to);
  return encoding.toUint8Array(to);
};

export interface Peer {
  hooks: LinkHooks;
  up: boolean;
  greeted: boolean;
  toServer: Uint8Array[];
  toClient: Uint8Array[];
}

export class FakeServer {
  /** What is on disk; the only thing that a crash leaves. */
  log: Uint8Array[] = [];
  /** Message ids on disk. */
  readonly durable = new Set<string>();
  /** Updates in memory that are not written yet; their ACK follows the write. */
  unwritten: { peer: Peer; id: string; update: Uint8Array }[] = [];
  peers: Peer[] = [];
  greeting = { epoch: "e1", schema: SCHEMA, seq: 0, readOnly: false, readOnlyReason: "" };
  accepts = true;
  answersPings = true;
  /** The reasons with which the next updates are refused, one each. */
  refusals: string[] = [];
  acks: string[] = [];
  /** The awareness updates of clients. */
  awareness: Uint8Array[] = [];
  received: string[] = [];
  private memory = new Y.Doc();

  readonly dial: Dial = (hooks) => {
    const peer: Peer = { hooks, up: true, greeted: false, toServer: [], toClient: [] };
    this.peers.push(peer);
    if (this.accepts) {
      queueMicrotask(() => {
        if (!peer.up) return;
        hooks.opened();
        this.send(peer, (to) => {
          encoding.writeVarUint(to, 103);
          encoding.writeVarString(to, JSON.stringify(this.greeting));
        });
        this.ask(peer);
      });
    } else {
      queueMicrotask(() => this.drop(peer));
    }
    return {
      send: (frame) => peer.up && peer.toServer.push(frame),
      close: () => {
        peer.up = false;
      },
    };
  };

  /** Stores an update that was written before anyone connected. */
  store(update: Uint8Array): void {
    this.log.push(update);
    Y.applyUpdate(this.memory, update);
  }

  /** The document as the disk alone has it. */
  replay(): Y.Doc {
    const doc = new Y.Doc();
    for (const update of this.log) Y.applyUpdate(doc, update);
    return doc;
  }

  drop(peer: Peer, code = 1006): void {
    if (!peer.up) return;
    peer.up = false;
    this.peers = this.peers.filter((other) => other !== peer);
    peer.hooks.closed(code);
  }

  /** As kill -9: links break, memory is lost, the log stays. */
  crash(): void {
    this.unwritten = [];
    this.memory = this.replay();
    for (const peer of [...this.peers]) this.drop(peer);
  }

  /** Moves up to `count` frames from the client to the server. */
  receiveFrom(peer: Peer, count = Number.POSITIVE_INFINITY): void {
    for (const frame of peer.toServer.splice(0, count)) this.handle(peer, frame);
  }

  /** Moves up to `count` frames from the server to the client. */
  deliverTo(peer: Peer, count = Number.POSITIVE_INFINITY): void {
    for (const frame of peer.toClient.splice(0, count)) if (peer.up) peer.hooks.received(frame);
  }

  /** Group commit: everything applied becomes durable and is acknowledged. */
  write(): void {
    for (const { peer, id, update } of this.unwritten.splice(0)) {
      if (!this.durable.has(id)) this.log.push(update);
      this.durable.add(id);
      this.acknowledge(peer, id);
    }
  }

  /** The disk refuses a group: memory is rebuilt from the log, and its senders get a NACK. */
  fail(): void {
    const failed = this.unwritten.splice(0);
    this.memory = this.replay();
    for (const { peer, id } of failed) this.refuse(peer, id, "busy");
  }

  acknowledge(peer: Peer, id: string): void {
    this.acks.push(id);
    this.send(peer, (to) => {
      encoding.writeVarUint(to, 101);
      encoding.writeVarString(to, id);
      encoding.writeVarUint(to, this.log.length);
    });
  }

  /** As a backup that is put back: some of what was written is gone, and the epoch is another. */
  restore(epoch: string): void {
    this.log = this.log.slice(0, this.log.length / 2);
    this.greeting = { ...this.greeting, epoch };
    this.crash();
  }

  ask(peer: Peer): void {
    this.send(peer, (to) => {
      encoding.writeVarUint(to, 0);
      encoding.writeVarUint(to, 0);
      encoding.writeVarUint8Array(to, Y.encodeStateVector(this.memory));
    });
  }

  forbid(peer: Peer, reason: string): void {
    this.send(peer, (to) => {
      encoding.writeVarUint(to, 104);
      encoding.writeVarString(to, reason);
    });
  }

  private send(peer: Peer, fill: (to: encoding.Encoder) => void): void {
    if (peer.up) peer.toClient.push(message(fill));
  }

  private handle(peer: Peer, frame: Uint8Array): void {
    const from = decoding.createDecoder(frame);
    const type = decoding.readVarUint(from);
    if (type === 103) peer.greeted = true;
    else if (type === 0) this.answer(peer, from);
    else if (type === 1) this.awareness.push(decoding.readVarUint8Array(from));
    else if (type === 100) this.receive(peer, decoding.readVarString(from), decoding.readVarUint8Array(from));
    else if (type === 105 && this.answersPings) peer.toClient.push(frame);
  }

  private answer(peer: Peer, from: decoding.Decoder): void {
    if (decoding.readVarUint(from) !== 0) throw new Error("a client of ours sends SyncStep1 only");
    const vector = decoding.readVarUint8Array(from);
    this.send(peer, (to) => {
      encoding.writeVarUint(to, 0);
      encoding.writeVarUint(to, 1);
      encoding.writeVarUint8Array(to, Y.encodeStateAsUpdate(this.memory, vector));
    });
  }

  private receive(peer: Peer, id: string, update: Uint8Array): void {
    this.received.push(id);
    const { readOnly, readOnlyReason } = this.greeting;
    const refused = readOnly ? readOnlyReason : this.refusals.shift();
    const reason = refused ?? (this.leavesHole(update) ? "hole" : "");
    if (reason) {
      this.refuse(peer, id, reason);
      return;
    }
    Y.applyUpdate(this.memory, update);
    this.unwritten.push({ peer, id, update });
    for (const other of this.peers) {
      if (other === peer || !other.greeted) continue;
      this.send(other, (to) => {
        encoding.writeVarUint(to, 0);
        encoding.writeVarUint(to, 2);
        encoding.writeVarUint8Array(to, update);
      });
    }
  }

  private refuse(peer: Peer, id: string, reason: string): void {
    this.send(peer, (to) => {
      encoding.writeVarUint(to, 102);
      encoding.writeVarString(to, id);
      encoding.writeVarString(to, reason);
    });
    if (reason === "hole" || reason === "busy") this.ask(peer);
  }

  private leavesHole(update: Uint8Array): boolean {
    const trial = new Y.Doc();
    Y.applyUpdate(trial, Y.encodeStateAsUpdate(this.memory));
    Y.applyUpdate(trial, update);
    return trial.store.pendingStructs !== null;
  }
}
