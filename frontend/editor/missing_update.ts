/** The update that the server lacks, as one without gaps. */
import * as Y from "yjs";

/**
 * The update that brings a server with state vector `vector` up to `doc`; null when it lacks nothing.
 *
 * `unsure` are updates that the server may hold in memory but not on disk: the result starts early enough to carry them
 * again, whatever the vector claims. `serverUpdate` is the last SyncStep2 of the same server: deletions do not move a
 * state vector, and every diff carries all of them, so without it each reconnect would store them again.
 */
export function missingUpdate(
  doc: Y.Doc,
  vector: Uint8Array,
  unsure: readonly Uint8Array[],
  serverUpdate: Uint8Array | null,
): Uint8Array | null {
  const known = Y.decodeStateVector(vector);
  const from = new Map(known);
  for (const update of unsure) {
    for (const [client, clock] of Y.parseUpdateMeta(update).from) {
      from.set(client, Math.min(clock, from.get(client) ?? 0));
    }
  }
  const diff = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(from));
  if (unsure.length > 0) return diff;
  if (isEmpty(diff)) return null;
  return serverUpdate && Y.snapshotContainsUpdate(Y.createSnapshot(deletions(serverUpdate), known), diff) ? null : diff;
}

/** An update without structs and deletions is two zero bytes. */
export const isEmpty = (update: Uint8Array): boolean => update.length === 2 && update[0] === 0 && update[1] === 0;

// Merged, because the comparison distinguishes neighbouring ranges from one long range.
const deletions = (update: Uint8Array): ReturnType<typeof Y.createDeleteSet> =>
  Y.mergeDeleteSets([Y.decodeUpdate(update).ds]);
