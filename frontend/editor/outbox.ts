/**
 * The local changes that the server has not yet confirmed to be on its disk.
 *
 * A change goes `queued -> pending (under an id) -> removed (ACK)`. When its fate is unknown (the link broke) or the
 * server could not apply it (hole, busy) it becomes *unsure*: the server may hold it in memory but not on disk, so its
 * state vector proves nothing and the bytes are sent again. While offline nothing is queued: the document itself holds
 * the change (`owed`) and the next answer to the server's state vector carries it.
 */
import * as Y from "yjs";

interface PendingUpdate {
  update: Uint8Array;
  /** When (ms since 1970) its oldest change was made. */
  since: number;
  sentAt: number;
}

/** When (ms since 1970) the oldest change was made; null where there is none, or one of an unknown time. */
type Since = number | null;

const oldest = (...times: readonly Since[]): Since =>
  times.reduce((one, other) => (one === null || other === null ? (one ?? other) : Math.min(one, other)), null);

export class UpdateOutbox {
  private queued: Uint8Array[] = [];
  private readonly pending = new Map<string, PendingUpdate>();
  private unsureUpdates: Uint8Array[] = [];
  private owed = false;
  /** Of what is queued, unsure or owed. */
  private waitingSince: Since = null;

  /** Whether every local change is acknowledged. */
  get isEmpty(): boolean {
    return !this.owed && this.queued.length === 0 && this.pending.size === 0 && this.unsureUpdates.length === 0;
  }

  /** When the oldest change that is not acknowledged was made. */
  get unsavedSince(): Since {
    return oldest(this.waitingSince, ...[...this.pending.values()].map((sent) => sent.since));
  }

  /** Changes that the server may have in memory only, or not at all. */
  get unsure(): readonly Uint8Array[] {
    return this.unsureUpdates;
  }

  /** Adds a change that can be sent soon. */
  queue(update: Uint8Array, now: number): void {
    this.queued.push(update);
    this.waitingSince ??= now;
  }

  /** Notes that the document holds changes that the server may lack, made at `since`. */
  markOwed(since: Since): void {
    this.owed = true;
    this.waitingSince = oldest(this.waitingSince, since);
  }

  /** Moves all queued changes into one pending message under `id`; null when there are none. */
  packQueued(id: string, now: number): Uint8Array | null {
    if (this.queued.length === 0) return null;
    const parts = this.queued.splice(0);
    const [first] = parts;
    const update = parts.length === 1 && first ? first : Y.mergeUpdates(parts);
    this.markSent(id, update, now);
    return update;
  }

  /**
   * Makes `diff` (null: nothing is missing), computed from the whole document, one pending message under `id`. It covers
   * all that was queued, owed and unsure.
   */
  packDiff(id: string, diff: Uint8Array | null, now: number): void {
    this.queued = [];
    this.owed = false;
    this.unsureUpdates = [];
    if (diff) this.markSent(id, diff, now);
    else this.waitingSince = null;
  }

  /** The server has it on disk. Unknown ids (a second ACK) change nothing. */
  acknowledge(id: string): boolean {
    return this.pending.delete(id);
  }

  /** The server did not accept it; it stays here until a later message carries it. */
  markUnsure(id: string): boolean {
    const sent = this.pending.get(id);
    if (!sent) return false;
    this.pending.delete(id);
    this.unsureUpdates.push(sent.update);
    this.waitingSince = oldest(this.waitingSince, sent.since);
    return true;
  }

  /** The link broke: what was under way may or may not have arrived. */
  markAllUnsure(): void {
    for (const id of [...this.pending.keys()]) this.markUnsure(id);
    if (this.queued.length > 0) {
      this.queued = [];
      this.owed = true;
    }
  }

  /** Messages sent at or before `before` and not acknowledged, to be sent again under the same ids. */
  overdue(before: number, now: number): [string, Uint8Array][] {
    const late = [...this.pending].filter(([, sent]) => sent.sentAt <= before);
    for (const [, sent] of late) sent.sentAt = now;
    return late.map(([id, sent]) => [id, sent.update]);
  }

  /** All that waited is under way. */
  private markSent(id: string, update: Uint8Array, now: number): void {
    this.pending.set(id, { update, since: this.waitingSince ?? now, sentAt: now });
    this.waitingSince = null;
  }
}
