/** Yjs awareness over a connection: who is here and where their carets are. */
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import { Connection } from "./connection";
import type { ConnectionOptions } from "./connection_types";
import { Timers } from "./timers";

/** Caret moves within this time (ms) are sent as one message. */
const CURSOR_PAUSE = 50;

interface AwarenessChange {
  added: number[];
  updated: number[];
  removed: number[];
}

export class Provider {
  readonly awareness: Awareness;
  readonly connection: Connection;
  private readonly timers = new Timers<"cursor">();

  constructor(options: ConnectionOptions) {
    this.connection = new Connection(options);
    this.awareness = new Awareness(options.doc);
    this.awareness.on("update", this.onUpdate);
    this.connection.on("awareness", (states) => applyAwarenessUpdate(this.awareness, states, this));
    this.connection.on("up", () => this.renewOwnState());
    this.connection.on("down", () => this.removeOthers());
  }

  destroy(): void {
    // Sent on leaving, so that others see one's caret go at once instead of after half a minute.
    removeAwarenessStates(this.awareness, [this.awareness.clientID], "leaving");
    this.timers.stopAll();
    this.awareness.off("update", this.onUpdate);
    this.connection.destroy();
    this.awareness.destroy();
  }

  private readonly onUpdate = ({ added, updated, removed }: AwarenessChange, origin: unknown): void => {
    const own = this.awareness.clientID;
    if (origin === this || ![...added, ...updated, ...removed].includes(own)) return;
    if (removed.includes(own)) this.sendOwnState();
    else this.timers.start("cursor", CURSOR_PAUSE, () => this.sendOwnState());
  };

  private sendOwnState(): void {
    if (!this.awareness.meta.has(this.awareness.clientID)) return;
    this.timers.stop("cursor");
    this.connection.sendAwareness(encodeAwarenessUpdate(this.awareness, [this.awareness.clientID]));
  }

  /** Under a new clock: the server may have taken leave for us under the one that we had. */
  private renewOwnState(): void {
    this.awareness.setLocalState(this.awareness.getLocalState());
    this.sendOwnState();
  }

  /** Forgets their clocks as well: whoever has not moved meanwhile comes back under the one that they had. */
  private removeOthers(): void {
    const others = [...this.awareness.getStates().keys()].filter((id) => id !== this.awareness.clientID);
    removeAwarenessStates(this.awareness, others, this);
    for (const id of others) this.awareness.meta.delete(id);
  }
}
