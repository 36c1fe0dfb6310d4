/**
 * The updates of a document for the time slider, as documents/document_history/slider_updates.py sends them: in pieces, each what
 * one person wrote in a row.
 */
import * as decoding from "lib0/decoding";

export type Person = { name: string; initials: string; hue: number };

export type Piece = {
  /** Null where nobody is known. */
  person: Person | null;
  /** The place of the log that it reaches. */
  seq: number;
  /** In seconds. */
  at: number;
  update: Uint8Array;
};

export type UpdatesPart = { pieces: Piece[]; last: number; next: number };

type Header = { people: Person[]; last: number; next: number };

export function decodeUpdates(bytes: Uint8Array): UpdatesPart {
  const reader = decoding.createDecoder(bytes);
  const { people, last, next } = JSON.parse(decoding.readVarString(reader)) as Header;
  const pieces: Piece[] = [];
  while (decoding.hasContent(reader)) {
    const author = decoding.readVarUint(reader);
    pieces.push({
      person: people[author - 1] ?? null,
      seq: decoding.readVarUint(reader),
      at: decoding.readVarUint(reader),
      update: decoding.readVarUint8Array(reader),
    });
  }
  return { pieces, last, next };
}

/** Reads what came after a place of the log, part by part. */
export async function* readUpdates(address: string, from: number, signal: AbortSignal): AsyncGenerator<UpdatesPart> {
  let after = from;
  do {
    const answer = await fetch(`${address}?after=${after}`, {
      signal,
      headers: { Accept: "application/octet-stream" },
    });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const part = decodeUpdates(new Uint8Array(await answer.arrayBuffer()));
    yield part;
    after = part.next;
  } while (after);
}
