/**
 * Everything typed here that the server has not yet confirmed to be on its disk.
 *
 * A change goes `queued -> pending (under an id) -> gone (ACK)`. When its fate is unknown (the line broke) or the
 * server could not place it (hole, busy) it becomes *unsure*: the server may hold it in memory but not on disk, so
 * its state vector proves nothing and the bytes are sent again. While the line is down nothing is queued: the
 * document itself holds it (`owed`) and the next answer to the server's state vector brings it.
 */
import * as Y from "yjs";

interface Sent {
  update: Uint8Array;
  at: number;
}

export class Outbox {
  private queued: Uint8Array[] = [];
  private readonly pending = new Map<string, Sent>();
  private doubted: Uint8Array[] = [];
  private owed = false;

  /** True when nothing typed here is missing an ACK. */
  get isEmpty(): boolean {
    return !this.owed && this.queued.length === 0 && this.pending.size === 0 && this.doubted.length === 0;
  }

  /** Changes that the server may have in memory only, or not at all. */
  get unsure(): readonly Uint8Array[] {
    return this.doubted;
  }

  /** Remembers a change that can be sent soon. */
  queue(update: Uint8Array): void {
    this.queued.push(update);
  }

  /** Remembers that the document holds something that the server must still be asked about. */
  owe(): void {
    this.owed = true;
  }

  /** Takes all queued changes as one message under `id`; null when there are none. */
  take(id: string, now: number): Uint8Array | null {
    if (this.queued.length === 0) return null;
    const parts = this.queued.splice(0);
    const [first] = parts;
    const update = parts.length === 1 && first ? first : Y.mergeUpdates(parts);
    this.pending.set(id, { update, at: now });
    return update;
  }

  /**
   * Takes `diff` (null: nothing to say), computed from the whole document, as one message under `id`.
   * It covers what was queued, owed and unsure.
   */
  answer(id: string, diff: Uint8Array | null, now: number): void {
    this.queued = [];
    this.owed = false;
    this.doubted = [];
    if (diff) this.pending.set(id, { update: diff, at: now });
  }

  /** The server has it on disk. Ids that are not known (a second ACK) change nothing. */
  acknowledge(id: string): boolean {
    return this.pending.delete(id);
  }

  /** The server did not take it; it stays here until a later message carries it. */
  doubt(id: string): boolean {
    const sent = this.pending.get(id);
    if (!sent) return false;
    this.pending.delete(id);
    this.doubted.push(sent.update);
    return true;
  }

  /** The line broke: what was on its way may or may not have arrived. */
  doubtAll(): void {
    for (const id of [...this.pending.keys()]) this.doubt(id);
    if (this.queued.length > 0) {
      this.queued = [];
      this.owed = true;
    }
  }

  /** Messages sent at or before `before` without an answer, to be sent again under the same ids. */
  overdue(before: number, now: number): [string, Uint8Array][] {
    const late = [...this.pending].filter(([, sent]) => sent.at <= before);
    for (const [, sent] of late) sent.at = now;
    return late.map(([id, sent]) => [id, sent.update]);
  }
}
