/**
 * One document's line to the server, as a state machine without a page:
 *
 *   idle -> connecting -> syncing -> live | readonly -> offline -> connecting ...; stopped from anywhere
 *
 * `saved` is true only in `live` with every local change acknowledged. What this connection did not apply itself is
 * local, whoever made it (editor, undo, the copy kept on this device).
 */
import { ObservableV2 } from "lib0/observable";
import { uuidv4 } from "lib0/random";
import * as Y from "yjs";
import { type Events, type Options, type Reason, type State, type Status, TIMES } from "./connection_types";
import { Heartbeat } from "./heartbeat";
import { lackOf } from "./missing_update";
import { Outbox } from "./outbox";
import * as protocol from "./protocol";
import { Line } from "./reconnecting_link";
import { Timers } from "./timers";
import { BROKEN, FINAL } from "./transport";

export class Connection extends ObservableV2<Events> {
  private readonly outbox = new Outbox();
  private readonly timers = new Timers<"batch" | "gap" | "vector" | "answer" | "stuck">();
  private readonly heartbeat = new Heartbeat(
    (n) => this.line.send(protocol.ping(n)),
    () => this.lost(BROKEN),
  );
  private readonly line: Line;
  private state: State = "idle";
  private reason: Reason = "";
  private epoch: string | null;
  private unsavedSince: number | null = null;
  private refusals = 0;
  private readOnly: string | null = null;
  private everSynced = false;
  private told = "";
  /** The server's last question (its state vector) and last SyncStep2 on this line. */
  private question: Uint8Array | null = null;
  private theirs: Uint8Array | null = null;

  constructor(private readonly options: Options) {
    super();
    this.epoch = options.epoch;
    this.line = new Line(
      options,
      (frame) => {
        this.emit("hears", []);
        protocol.dispatch(protocol.read(frame), this.heed);
      },
      (code) => this.lost(code),
    );
    if (options.doc.store.clients.size > 0) this.outbox.owe();
    options.doc.on("update", this.changed);
  }

  get status(): Status {
    const { state, reason, unsavedSince } = this;
    return { state, reason, unsavedSince, saved: state === "live" && this.outbox.isEmpty };
  }

  /** Starts, or tries at once instead of waiting (the network came back, the person pressed "try again"). */
  connect(): void {
    if (this.line.isUp) return;
    this.go("connecting");
    this.line.open();
  }

  /** Ends for good; what is not saved stays in the document (and in the copy on this device). */
  stop(reason: Reason = ""): void {
    this.hangUp();
    this.go("stopped", reason);
  }

  override destroy(): void {
    this.stop();
    this.options.doc.off("update", this.changed);
    super.destroy();
  }

  sendAwareness(states: Uint8Array): void {
    if (this.state === "live" || this.state === "readonly") this.line.send(protocol.awareness(states));
  }

  private readonly changed = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    this.unsavedSince ??= Date.now();
    // While the server has a question open, its answer will carry this; sent before it, it would be a hole.
    if (this.state === "live" && !this.question && this.outbox.unsure.length === 0) {
      this.outbox.queue(update);
      this.timers.start("batch", TIMES.batch, this.flush);
    } else this.outbox.owe();
    this.tell();
  };

  private readonly flush = (): void => {
    if (this.state !== "live" || this.outbox.unsure.length > 0) return;
    const id = uuidv4();
    const update = this.outbox.take(id, Date.now());
    if (update) this.line.send(protocol.updateWithId(id, update));
  };

  private readonly heed: protocol.Handlers = {
    hello: ({ hello }) => this.greet(hello),
    step1: ({ vector }) => {
      this.question = vector;
      this.answerSoon();
    },
    step2: ({ update }) => {
      this.theirs = update;
      try {
        Y.applyUpdate(this.options.doc, update, this);
      } finally {
        // An observer may fail after the update went in; that must not leave the line half greeted.
        this.answerSoon();
      }
    },
    update: ({ update }) => {
      Y.applyUpdate(this.options.doc, update, this);
      // Something before it has not come (nodes wake each other without order): ask now, not at the next round.
      if (this.options.doc.store.pendingStructs) this.timers.start("gap", TIMES.gap, () => this.ask());
    },
    ack: ({ id }) => {
      this.refusals = 0;
      this.outbox.acknowledge(id);
      this.tell();
    },
    nack: ({ id, reason }) => this.refused(id, reason),
    awareness: ({ states }) => this.emit("awareness", [states]),
    "ask-awareness": () => this.emit("up", []),
    "read-only": ({ reason }) => this.forbid(reason),
    pong: ({ n }) => this.heartbeat.heard(n),
    unknown: () => undefined,
    unreadable: ({ error }) => {
      this.emit("trouble", [error]);
      this.lost(BROKEN);
    },
  };

  private greet({ epoch, schema, readOnly, readOnlyReason }: protocol.Hello): void {
    const known = this.epoch;
    // A page with other node types would delete, for everybody, those that it does not know.
    if (schema !== protocol.SCHEMA) this.stop("outdated");
    else if (known !== null && known !== epoch) this.stop("conflict");
    else {
      this.line.greeted();
      this.epoch = epoch;
      this.readOnly = readOnly ? readOnlyReason || "read-only" : null;
      this.line.send(protocol.hello(known));
      this.go("syncing");
      this.emit("epoch", [epoch]);
      this.ask();
      this.heartbeat.start();
    }
  }

  /** Answers the server's question once its own SyncStep2 is in; after refusals with growing pauses. */
  private answerSoon(): void {
    if (!this.question || !this.theirs) return;
    if (this.refusals < 2) this.answer();
    else this.timers.start("answer", Math.min(8_000, 125 * 2 ** this.refusals), () => this.answer());
  }

  private answer(): void {
    const { question, theirs } = this;
    if (!question || !theirs) return;
    this.question = null;
    this.timers.stop("stuck");
    this.say(question, theirs);
    if (this.state === "syncing") {
      this.line.settled();
      this.everSynced = true;
      this.go(this.readOnly === null ? "live" : "readonly", this.readOnly ?? "");
      this.emit("up", []);
      this.emit("synced", []);
    } else {
      this.tell();
    }
  }

  private say(question: Uint8Array, theirs: Uint8Array): void {
    const { isEmpty, unsure } = this.outbox;
    const update = isEmpty && !this.everSynced ? null : lackOf(this.options.doc, question, unsure, theirs);
    if (update) this.unsavedSince ??= Date.now();
    if (update && this.readOnly !== null) {
      this.outbox.owe();
      return;
    }
    const id = uuidv4();
    this.outbox.answer(id, update, Date.now());
    if (update) this.line.send(protocol.updateWithId(id, update));
  }

  private refused(id: string, reason: string): void {
    if (!this.outbox.doubt(id)) return;
    this.refusals += 1;
    if (reason === "hole" || reason === "busy") {
      // Its question follows; should it not, a new line brings one.
      this.timers.start("stuck", TIMES.stuck, () => this.lost(BROKEN));
      this.tell();
    } else this.forbid(reason);
  }

  private forbid(reason: string): void {
    this.readOnly = reason;
    if (this.state !== "syncing") this.go("readonly", reason);
  }

  /** Asks what we lack, every 10 s: a lost wake-up between nodes must not keep two people apart. */
  private ask(): void {
    this.line.send(protocol.step1(Y.encodeStateVector(this.options.doc)));
    const now = Date.now();
    for (const [id, update] of this.outbox.overdue(now - TIMES.overdue, now)) {
      this.line.send(protocol.updateWithId(id, update));
    }
    this.timers.restart("vector", TIMES.vector, () => this.ask());
  }

  private lost(code: number): void {
    this.hangUp();
    const final = FINAL.get(code);
    if (!final) this.line.openLater(() => this.connect());
    this.go(final ? "stopped" : "offline", final ?? "");
  }

  private hangUp(): void {
    this.timers.stopAll();
    this.heartbeat.stop();
    const wasUp = this.line.close();
    this.question = null;
    this.theirs = null;
    this.outbox.doubtAll();
    if (wasUp) this.emit("down", []);
  }

  private go(state: State, reason: Reason = ""): void {
    this.state = state;
    this.reason = reason;
    this.tell();
  }

  private tell(): void {
    if (this.outbox.isEmpty) this.unsavedSince = null;
    const now = this.status;
    const key = `${now.state} ${now.reason} ${now.saved} ${now.unsavedSince}`;
    if (key === this.told) return;
    this.told = key;
    this.emit("status", [now]);
  }
}
