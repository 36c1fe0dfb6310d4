/** The connection's states, events, options and times. */
import type * as Y from "yjs";
import type { Dial } from "./transport";

export type ConnectionState = "idle" | "connecting" | "syncing" | "live" | "readonly" | "offline" | "stopped";

/** Why the state is what it is. From the server also free reason codes of `readonly`, such as "archived". */
export type StateReason =
  | ""
  | "conflict"
  | "full"
  | "gone"
  | "no-access"
  | "outdated"
  | "rejected"
  | "signed-out"
  | "too-large"
  | (string & {});

export interface ConnectionStatus {
  state: ConnectionState;
  reason: StateReason;
  saved: boolean;
  /** When (ms since 1970) the oldest change that is not saved was made; null when there is none. */
  unsavedSince: number | null;
}

export interface ConnectionEvents {
  status: (status: ConnectionStatus) => void;
  /** The first sync of this connection is done: the document shows what the server has. */
  synced: () => void;
  /** The server's epoch, once for each greeting that was accepted. */
  epoch: (epoch: string) => void;
  /** The server can be reached (again): all awareness is to be sent. */
  up: () => void;
  down: () => void;
  /** A frame has come and is not handled yet. */
  received: () => void;
  awareness: (states: Uint8Array) => void;
  /** An error that should not happen and was survived, for the error report. */
  error: (error: unknown) => void;
}

export interface ConnectionOptions {
  doc: Y.Doc;
  /** The epoch of what `doc` holds from an earlier visit; null when it holds nothing. */
  epoch: string | null;
  /** How to reach the server at the n-th attempt since it last answered (from 0). */
  dial: (attempt: number) => Dial;
  /** For the jitter, between 0 and 1. */
  random?: () => number;
}

/** Milliseconds. */
export const TIMES = {
  batch: 40,
  gap: 500,
  stuck: 15_000,
  vector: 10_000,
  overdue: 10_000,
} as const;
