/** What the connection tells others: its states, its events, what it needs. */
import type * as Y from "yjs";
import type { Dial } from "./transport";

export type State = "idle" | "connecting" | "syncing" | "live" | "readonly" | "offline" | "stopped";

/** Why the state is what it is. From the server also free reason codes of `readonly`, such as "archived". */
export type Reason =
  | ""
  | "conflict"
  | "gone"
  | "no-access"
  | "outdated"
  | "rejected"
  | "signed-out"
  | "too-large"
  | (string & {});

export interface Status {
  state: State;
  reason: Reason;
  saved: boolean;
  /** When (ms since 1970) the oldest change that is not saved was made; null when there is none. */
  unsavedSince: number | null;
}

export interface Events {
  status: (status: Status) => void;
  /** The first sync of this connection is done: the document shows what the server has. */
  synced: () => void;
  /** The server's epoch, told once per greeting that was accepted. */
  epoch: (epoch: string) => void;
  /** The line is up (again): who sends awareness should say all of it. */
  up: () => void;
  down: () => void;
  /** Something came, and nothing is done with it yet. */
  hears: () => void;
  awareness: (states: Uint8Array) => void;
  /** Something that should not happen and was survived; for the error report. */
  trouble: (error: unknown) => void;
}

export interface Options {
  doc: Y.Doc;
  /** The epoch of what `doc` holds from an earlier visit; null when it holds nothing. */
  epoch: string | null;
  /** How to reach the server at the n-th attempt since it last answered (from 0). */
  dial: (attempt: number) => Dial;
  /** For the jitter; between 0 and 1. */
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
