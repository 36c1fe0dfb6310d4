/** Who is here and where their cursors are: Yjs awareness over a connection. */
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import { Connection } from "./connection";
import type { Options } from "./connection_types";
import { Timers } from "./timers";

/** Cursor moves within this time (ms) travel as one message. */
const CURSOR_PAUSE = 50;

interface Changed {
  added: number[];
  updated: number[];
  removed: number[];
}

export class Provider {
  readonly awareness: Awareness;
  readonly connection: Connection;
  private readonly timers = new Timers<"cursor">();

  constructor(options: Options) {
    this.connection = new Connection(options);
    this.awareness = new Awareness(options.doc);
    this.awareness.on("update", this.changed);
    this.connection.on("awareness", (states) => applyAwarenessUpdate(this.awareness, states, this));
    this.connection.on("up", () => this.say());
    this.connection.on("down", () => this.forgetOthers());
  }

  destroy(): void {
    // A goodbye, so that one's cursor goes at once instead of after half a minute.
    removeAwarenessStates(this.awareness, [this.awareness.clientID], "leaving");
    this.timers.stopAll();
    this.awareness.off("update", this.changed);
    this.connection.destroy();
    this.awareness.destroy();
  }

  private readonly changed = ({ added, updated, removed }: Changed, origin: unknown): void => {
    const own = this.awareness.clientID;
    if (origin === this || ![...added, ...updated, ...removed].includes(own)) return;
    if (removed.includes(own)) this.say();
    else this.timers.start("cursor", CURSOR_PAUSE, () => this.say());
  };

  private say(): void {
    if (!this.awareness.meta.has(this.awareness.clientID)) return;
    this.timers.stop("cursor");
    this.connection.sendAwareness(encodeAwarenessUpdate(this.awareness, [this.awareness.clientID]));
  }

  private forgetOthers(): void {
    const others = [...this.awareness.getStates().keys()].filter((id) => id !== this.awareness.clientID);
    removeAwarenessStates(this.awareness, others, this);
  }
}
