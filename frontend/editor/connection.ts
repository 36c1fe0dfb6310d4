/**
 * One document's connection to the server, as a state machine without a page:
 *
 *   idle -> connecting -> syncing -> live | readonly -> offline -> connecting ...; stopped from anywhere
 *
 * `saved` is true only in `live` with every local change acknowledged. Every change that this connection did not apply
 * itself is local, whoever made it (editor, undo, the copy on this device).
 */
import { ObservableV2 } from "lib0/observable";
import { uuidv4 } from "lib0/random";
import * as Y from "yjs";
import { type ConnectionEvents, type ConnectionOptions, type ConnectionStatus, TIMES } from "./connection_types";
import { Heartbeat } from "./heartbeat";
import { missingUpdate } from "./missing_update";
import { UpdateOutbox } from "./outbox";
import * as protocol from "./protocol";
import { ReconnectingLink } from "./reconnecting_link";
import { Timers } from "./timers";
import { BROKEN, FINAL } from "./transport";

export class Connection extends ObservableV2<ConnectionEvents> {
  private readonly outbox = new UpdateOutbox();
  private readonly timers = new Timers<"batch" | "gap" | "vector" | "answer" | "stuck">();
  private readonly heartbeat = new Heartbeat(
    (n) => this.link.send(protocol.ping(n)),
    () => this.handleLoss(BROKEN),
  );
  private readonly link: ReconnectingLink;
  private state: ConnectionStatus["state"] = "idle";
  private reason: ConnectionStatus["reason"] = "";
  private epoch: string | null;
  private refusals = 0;
  private readOnly: string | null = null;
  private everSynced = false;
  private emitted = "";
  /** The server's last unanswered state vector and its last SyncStep2 on this link. */
  private serverVector: Uint8Array | null = null;
  private serverUpdate: Uint8Array | null = null;

  constructor(private readonly options: ConnectionOptions) {
    super();
    this.epoch = options.epoch;
    this.link = new ReconnectingLink(
      options,
      (frame) => {
        this.emit("received", []);
        protocol.dispatch(protocol.decode(frame), this.handlers);
      },
      (code) => this.handleLoss(code),
    );
    if (options.doc.store.clients.size > 0) this.outbox.markOwed(null);
    options.doc.on("beforeTransaction", this.listen);
  }

  get status(): ConnectionStatus {
    const { state, reason } = this;
    const { isEmpty, unsavedSince } = this.outbox;
    return { state, reason, unsavedSince, saved: state === "live" && isEmpty };
  }

  /** Starts, or tries at once instead of waiting (the network is back, the person clicked "try again"). */
  connect(): void {
    if (this.link.isUp) return;
    this.enter("connecting");
    this.link.open();
  }

  /** Ends for good; unsaved changes stay in the document (and in the copy on this device). */
  stop(reason: ConnectionStatus["reason"] = ""): void {
    this.disconnect();
    this.enter("stopped", reason);
  }

  override destroy(): void {
    this.stop();
    this.options.doc.off("beforeTransaction", this.listen);
    this.options.doc.off("update", this.onUpdate);
    super.destroy();
  }

  sendAwareness(states: Uint8Array): void {
    if (this.state === "live" || this.state === "readonly") this.link.send(protocol.awareness(states));
  }

  /** Only from one's own first change on: while anyone listens, Yjs encodes the server's whole text for them. */
  private readonly listen = ({ origin }: Y.Transaction): void => {
    if (origin !== this) this.options.doc.on("update", this.onUpdate);
  };

  private readonly onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    // While the server's state vector is unanswered, the answer will carry this; sent before it, it would be a hole.
    if (this.state === "live" && !this.serverVector && this.outbox.unsure.length === 0) {
      this.outbox.queue(update, Date.now());
      this.timers.start("batch", TIMES.batch, this.flush);
    } else this.outbox.markOwed(Date.now());
    this.emitStatus();
  };

  private readonly flush = (): void => {
    if (this.state !== "live" || this.outbox.unsure.length > 0) return;
    const id = uuidv4();
    const update = this.outbox.packQueued(id, Date.now());
    if (update) this.link.send(protocol.updateWithId(id, update));
  };

  private readonly handlers: protocol.Handlers = {
    hello: ({ hello }) => this.greet(hello),
    step1: ({ vector }) => {
      this.serverVector = vector;
      this.answerSoon();
    },
    step2: ({ update }) => {
      this.serverUpdate = update;
      try {
        Y.applyUpdate(this.options.doc, update, this);
      } finally {
        // An observer may fail after the update is applied; the greeting must be completed all the same.
        this.answerSoon();
      }
    },
    update: ({ update }) => {
      Y.applyUpdate(this.options.doc, update, this);
      // An earlier update has not come (nodes wake each other without order): ask now, not at the next interval.
      if (this.options.doc.store.pendingStructs) this.timers.start("gap", TIMES.gap, () => this.requestMissing());
    },
    ack: ({ id }) => {
      this.refusals = 0;
      this.outbox.acknowledge(id);
      this.emitStatus();
    },
    nack: ({ id, reason }) => this.handleRefusal(id, reason),
    awareness: ({ states }) => this.emit("awareness", [states]),
    "ask-awareness": () => this.emit("up", []),
    "read-only": ({ reason }) => this.becomeReadOnly(reason),
    pong: ({ n }) => this.heartbeat.receivePong(n),
    unknown: () => undefined,
    unreadable: ({ error }) => {
      this.emit("error", [error]);
      this.handleLoss(BROKEN);
    },
  };

  private greet({ epoch, schema, readOnly, readOnlyReason }: protocol.Hello): void {
    const known = this.epoch;
    // A page with other node types would delete, for everyone, those that it lacks.
    if (schema !== protocol.SCHEMA) this.stop("outdated");
    else if (known !== null && known !== epoch) this.stop("conflict");
    else {
      this.link.greeted();
      this.epoch = epoch;
      this.readOnly = readOnly ? readOnlyReason || "read-only" : null;
      this.link.send(protocol.hello(known));
      this.enter("syncing");
      this.emit("epoch", [epoch]);
      this.requestMissing();
      this.heartbeat.start();
    }
  }

  /** Answers the server's state vector once its SyncStep2 is in; after refusals with growing pauses. */
  private answerSoon(): void {
    if (!this.serverVector || !this.serverUpdate) return;
    if (this.refusals < 2) this.answer();
    else this.timers.start("answer", Math.min(8_000, 125 * 2 ** this.refusals), () => this.answer());
  }

  private answer(): void {
    const { serverVector, serverUpdate } = this;
    if (!serverVector || !serverUpdate) return;
    this.serverVector = null;
    this.timers.stop("stuck");
    this.sendMissing(serverVector, serverUpdate);
    if (this.state === "syncing") {
      this.link.forgetAttempts();
      this.everSynced = true;
      this.enter(this.readOnly === null ? "live" : "readonly", this.readOnly ?? "");
      this.emit("up", []);
      this.emit("synced", []);
    } else this.emitStatus();
  }

  private sendMissing(serverVector: Uint8Array, serverUpdate: Uint8Array): void {
    const { isEmpty, unsure } = this.outbox;
    const update =
      isEmpty && !this.everSynced ? null : missingUpdate(this.options.doc, serverVector, unsure, serverUpdate);
    if (update && this.readOnly !== null) {
      this.outbox.markOwed(Date.now());
      return;
    }
    const id = uuidv4();
    this.outbox.packDiff(id, update, Date.now());
    if (update) this.link.send(protocol.updateWithId(id, update));
  }

  private handleRefusal(id: string, reason: string): void {
    if (!this.outbox.markUnsure(id)) return;
    this.refusals += 1;
    if (reason === "hole" || reason === "busy") {
      // Its state vector follows; should it not, a new link brings one.
      this.timers.start("stuck", TIMES.stuck, () => this.handleLoss(BROKEN));
      this.emitStatus();
    } else this.becomeReadOnly(reason);
  }

  private becomeReadOnly(reason: string): void {
    this.readOnly = reason;
    if (this.state !== "syncing") this.enter("readonly", reason);
  }

  /** Asks for what is missing here, every 10 s: a lost wake-up between nodes must not keep two people apart. */
  private requestMissing(): void {
    this.link.send(protocol.step1(Y.encodeStateVector(this.options.doc)));
    const now = Date.now();
    for (const [id, update] of this.outbox.overdue(now - TIMES.overdue, now))
      this.link.send(protocol.updateWithId(id, update));
    this.timers.restart("vector", TIMES.vector, () => this.requestMissing());
  }

  private handleLoss(code: number): void {
    this.disconnect();
    const final = FINAL.get(code);
    if (!final) this.link.openLater(() => this.connect());
    this.enter(final ? "stopped" : "offline", final ?? "");
  }

  private disconnect(): void {
    this.timers.stopAll();
    this.heartbeat.stop();
    const wasUp = this.link.close();
    this.serverVector = null;
    this.serverUpdate = null;
    this.outbox.markAllUnsure();
    if (wasUp) this.emit("down", []);
  }

  private enter(state: ConnectionStatus["state"], reason: ConnectionStatus["reason"] = ""): void {
    this.state = state;
    this.reason = reason;
    this.emitStatus();
  }

  private emitStatus(): void {
    const now = this.status;
    const key = `${now.state} ${now.reason} ${now.saved} ${now.unsavedSince}`;
    if (key === this.emitted) return;
    this.emitted = key;
    this.emit("status", [now]);
  }
}
