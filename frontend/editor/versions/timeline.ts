/**
 * A document with everything that ever was in it, so that any moment can be shown at once, and for each character who
 * wrote it and who took it away.
 */
import * as Y from "yjs";
import { firstPast } from "../../binary_search";
import { boundSpans } from "../table_spans";
import type { Person, Piece } from "./slider_updates";

/** Clocks of one client, from `start` to before `end`, and the piece that wrote or deleted them. */
type Range = { start: number; end: number; piece: number };

export class Timeline {
  readonly doc = new Y.Doc({ gc: false });
  readonly pieces: Pick<Piece, "person" | "seq" | "at">[] = [];
  private readonly written = new Map<number, Range[]>();
  private readonly deleted = new Map<number, Range[]>();

  constructor() {
    boundSpans(this.doc);
  }

  add({ person, seq, at, update }: Piece): void {
    const piece = this.pieces.push({ person, seq, at }) - 1;
    const { structs, ds } = Y.decodeUpdate(update);
    for (const { id, length } of structs) noteWritten(rangesOf(this.written, id.client), id.clock, length, piece);
    for (const [client, items] of ds.clients) {
      for (const { clock, len } of items) noteDeleted(rangesOf(this.deleted, client), clock, clock + len, piece);
    }
    Y.applyUpdate(this.doc, update);
  }

  get last(): number {
    return this.pieces.length - 1;
  }

  /** The last piece that reaches no further than a place of the log; -1 before the first one. */
  pieceAt(seq: number): number {
    return firstPast(this.pieces, (piece) => piece.seq > seq) - 1;
  }

  pieceThatWrote(client: number, clock: number): number {
    return lookUp(this.written.get(client) ?? [], clock);
  }

  pieceThatDeleted(client: number, clock: number): number {
    return lookUp(this.deleted.get(client) ?? [], clock);
  }

  /** Who wrote up to a piece, in the order in which they came, with the piece that was their first. */
  writersUpTo(piece: number): Map<Person, number> {
    const found = new Map<string, [Person, number]>();
    for (const [at, { person }] of this.pieces.slice(0, piece + 1).entries()) {
      const key = person && `${person.name} ${person.hue}`;
      if (person && key && !found.has(key)) found.set(key, [person, at]);
    }
    return new Map(found.values());
  }

  /** What was there after a piece. */
  snapshotAt(piece: number): Y.Snapshot {
    const gone = Y.createDeleteSet();
    for (const [client, ranges] of this.deleted) {
      const items = ranges.filter((range) => range.piece <= piece).map(asItem);
      if (items.length) gone.clients.set(client, items);
    }
    return Y.createSnapshot(gone, this.clocksAt(piece));
  }

  /**
   * What was there at some time, and was deleted after the piece `since` and no later than `piece`. What is left out is
   * parted where the author changes, so that the library parts its text there.
   */
  removedBetween(since: number, piece: number): Y.Snapshot {
    const clocks = this.clocksAt(piece);
    const others = Y.createDeleteSet();
    for (const [client, end] of clocks) {
      const removed = (this.deleted.get(client) ?? []).filter((range) => range.piece > since && range.piece <= piece);
      const edges = [0, ...this.changesOfAuthor(client), end];
      for (const { start, end: stop } of removed) edges.push(start, stop);
      const sorted = [...new Set(edges)].filter((edge) => edge <= end).sort((one, other) => one - other);
      const parts = sorted.slice(1).map((stop, at) => ({ start: sorted[at] ?? 0, end: stop, piece }));
      const kept = parts.filter(({ start }) => lookUp(removed, start) < 0);
      others.clients.set(client, kept.map(asItem));
    }
    return Y.createSnapshot(others, clocks);
  }

  private changesOfAuthor(client: number): number[] {
    const ranges = this.written.get(client) ?? [];
    const personOf = (range: Range | undefined) => (range ? this.pieces[range.piece]?.person?.name : undefined);
    return ranges
      .filter((range, at) => at > 0 && personOf(range) !== personOf(ranges[at - 1]))
      .map(({ start }) => start);
  }

  private clocksAt(piece: number): Map<number, number> {
    const clocks = new Map<number, number>();
    for (const [client, ranges] of this.written) {
      const place = firstPast(ranges, (range) => range.piece > piece);
      const end = ranges[place - 1]?.end;
      if (end) clocks.set(client, end);
    }
    return clocks;
  }
}

function rangesOf(all: Map<number, Range[]>, client: number): Range[] {
  const found = all.get(client);
  if (found) return found;
  const made: Range[] = [];
  all.set(client, made);
  return made;
}

/** A client's clocks come in their order; what is known already is repeated by whoever synchronises. */
function noteWritten(ranges: Range[], clock: number, length: number, piece: number): void {
  const last = ranges.at(-1);
  const end = clock + length;
  const start = Math.max(clock, last?.end ?? 0);
  if (end <= start) return;
  if (last?.piece === piece) last.end = end;
  else ranges.push({ start, end, piece });
}

/** Keeps ranges in order and apart: who deleted something first, deleted it. */
function noteDeleted(ranges: Range[], from: number, end: number, piece: number): void {
  let place = firstPast(ranges, (range) => range.end > from);
  let start = from;
  while (start < end) {
    const next = ranges[place];
    const stop = next ? Math.min(end, next.start) : end;
    if (stop > start) {
      ranges.splice(place, 0, { start, end: stop, piece });
      place += 1;
    }
    if (!next || next.start >= end) return;
    start = next.end;
    place += 1;
  }
}

function lookUp(ranges: Range[], clock: number): number {
  const range = ranges[firstPast(ranges, ({ end }) => end > clock)];
  return range && range.start <= clock ? range.piece : -1;
}

const asItem = ({ start, end }: Range): { clock: number; len: number } => ({ clock: start, len: end - start });
