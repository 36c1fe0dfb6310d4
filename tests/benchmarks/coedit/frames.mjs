// How each server frames the Yjs protocol: y-websocket's way (ours too), and Hocuspocus', which names the document. A bare
// relay speaks none, so that its clients' frames come as from each other; all of them begin with nothing.
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

export const SYNC = 0;
export const AWARENESS = 1;
const AUTH = 2;
const SYNC_REPLY = 4;

const yjs = {
  begin: (_document, kind) => {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, kind);
    return encoder;
  },
  open: (bytes) => {
    const decoder = decoding.createDecoder(bytes);
    return { kind: decoding.readVarUint(decoder), decoder };
  },
  greeting: () => null,
  admits: () => false,
  synchronises: true,
};

const hocuspocus = {
  begin: (document, kind) => {
    const encoder = encoding.createEncoder();
    encoding.writeVarString(encoder, document);
    encoding.writeVarUint(encoder, kind);
    return encoder;
  },
  open: (bytes) => {
    const decoder = decoding.createDecoder(bytes);
    decoding.readVarString(decoder);
    const kind = decoding.readVarUint(decoder);
    return { kind: kind === SYNC_REPLY ? SYNC : kind, decoder };
  },
  greeting: (document) => {
    const encoder = hocuspocus.begin(document, AUTH);
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarString(encoder, "token");
    encoding.writeVarString(encoder, "4.0.0"); // version of the provider
    return encoding.toUint8Array(encoder);
  },
  admits: (kind, decoder) => kind === AUTH && decoding.readVarUint(decoder) === 2,
  synchronises: true,
};

const bare = { ...yjs, synchronises: false };

export const framings = { yjs, hocuspocus, bare };
