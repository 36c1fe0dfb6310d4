/**
 * The messages of `ronde.sync.v1`: y-protocols as stock `y-websocket` speaks it, plus ids, ACKs and a greeting.
 * One message a frame; numbers are lib0 varints.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

/** Version of the document's node types; raised whenever schema.ts gains or loses one. */
export const SCHEMA = 3;

const SYNC = 0;
const AWARENESS = 1;
const QUERY_AWARENESS = 3;
const UPDATE_WITH_ID = 100;
const ACK = 101;
const NACK = 102;
const HELLO = 103;
const READ_ONLY = 104;
const PING = 105;
const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;

export interface Hello {
  epoch: string;
  schema: number;
  readOnly: boolean;
  readOnlyReason: string;
}

export type Message =
  | { kind: "step1"; vector: Uint8Array }
  | { kind: "step2"; update: Uint8Array }
  | { kind: "update"; update: Uint8Array }
  | { kind: "awareness"; states: Uint8Array }
  | { kind: "ask-awareness" }
  | { kind: "ack"; id: string; seq: number }
  | { kind: "nack"; id: string; reason: string }
  | { kind: "hello"; hello: Hello }
  | { kind: "read-only"; reason: string }
  | { kind: "pong"; n: number }
  | { kind: "unknown" }
  | { kind: "unreadable"; error: unknown };

export type Handlers = { [K in Message["kind"]]: (message: Extract<Message, { kind: K }>) => void };

/** Hands a message to the handler of its kind. */
export function dispatch<K extends Message["kind"]>(message: Extract<Message, { kind: K }>, to: Handlers): void {
  to[message.kind as K](message);
}

/** Decodes one frame from the server. Unknown types are not refused: a newer server may send more. */
export function decode(frame: Uint8Array): Message {
  try {
    return decodeMessage(frame);
  } catch (error) {
    return { kind: "unreadable", error };
  }
}

function decodeMessage(frame: Uint8Array): Message {
  const from = decoding.createDecoder(frame);
  switch (decoding.readVarUint(from)) {
    case SYNC:
      return decodeSync(from);
    case AWARENESS:
      return { kind: "awareness", states: decoding.readVarUint8Array(from) };
    case QUERY_AWARENESS:
      return { kind: "ask-awareness" };
    case ACK:
      return { kind: "ack", id: decoding.readVarString(from), seq: decoding.readVarUint(from) };
    case NACK:
      return { kind: "nack", id: decoding.readVarString(from), reason: decoding.readVarString(from) };
    case HELLO:
      return { kind: "hello", hello: decodeHello(decoding.readVarString(from)) };
    case READ_ONLY:
      return { kind: "read-only", reason: decoding.readVarString(from) };
    case PING:
      return { kind: "pong", n: decoding.readVarUint(from) };
    default:
      return { kind: "unknown" };
  }
}

function decodeSync(from: decoding.Decoder): Message {
  switch (decoding.readVarUint(from)) {
    case STEP_1:
      return { kind: "step1", vector: decoding.readVarUint8Array(from) };
    case STEP_2:
      return { kind: "step2", update: decoding.readVarUint8Array(from) };
    case UPDATE:
      return { kind: "update", update: decoding.readVarUint8Array(from) };
    default:
      return { kind: "unknown" };
  }
}

function decodeHello(text: string): Hello {
  const fields: unknown = JSON.parse(text);
  if (typeof fields !== "object" || fields === null || !("epoch" in fields) || !("schema" in fields)) {
    throw new TypeError("a hello without epoch and schema");
  }
  const { epoch, schema } = fields;
  if (typeof epoch !== "string" || typeof schema !== "number") {
    throw new TypeError("a hello with an odd epoch or schema");
  }
  const reason = "readOnlyReason" in fields ? fields.readOnlyReason : "";
  return {
    epoch,
    schema,
    readOnly: "readOnly" in fields && fields.readOnly === true,
    readOnlyReason: typeof reason === "string" ? reason : "",
  };
}

function encode(fill: (to: encoding.Encoder) => void): Uint8Array {
  const to = encoding.createEncoder();
  fill(to);
  return encoding.toUint8Array(to);
}

/** Asks for what is missing beyond `vector`, Yjs's encoded state vector. */
export const step1 = (vector: Uint8Array): Uint8Array =>
  encode((to) => {
    encoding.writeVarUint(to, SYNC);
    encoding.writeVarUint(to, STEP_1);
    encoding.writeVarUint8Array(to, vector);
  });

/** A local change under an id that the server will ACK once it is on disk, or NACK. */
export const updateWithId = (id: string, update: Uint8Array): Uint8Array =>
  encode((to) => {
    encoding.writeVarUint(to, UPDATE_WITH_ID);
    encoding.writeVarString(to, id);
    encoding.writeVarUint8Array(to, update);
  });

export const awareness = (states: Uint8Array): Uint8Array =>
  encode((to) => {
    encoding.writeVarUint(to, AWARENESS);
    encoding.writeVarUint8Array(to, states);
  });

export const hello = (epoch: string | null): Uint8Array =>
  encode((to) => {
    encoding.writeVarUint(to, HELLO);
    encoding.writeVarString(to, JSON.stringify({ schema: SCHEMA, epoch }));
  });

export const ping = (n: number): Uint8Array =>
  encode((to) => {
    encoding.writeVarUint(to, PING);
    encoding.writeVarUint(to, n);
  });
