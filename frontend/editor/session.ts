/** One person's session on a document: the Yjs document, the connection to the server, the copy on this device. */
import * as Y from "yjs";
import { DeviceCopy } from "./device_copy";
import { dialLongPoll } from "./longpoll";
import { Provider } from "./provider";
import { untilSocketsOpen } from "./socket_probe";
import { boundSpans } from "./table_spans";
import { type Dial, dialSocket } from "./transport";

export interface SessionOptions {
  /** Whose copy it is: two people may share a computer. */
  person: string;
  document: string;
  /** Websocket address. */
  socket: string;
  /** HTTP address of the document, for where websockets are blocked. */
  http: string;
  headers: () => Record<string, string>;
}

export interface Session {
  doc: Y.Doc;
  provider: Provider;
  copy: DeviceCopy;
  /** True when the copy on this device had text: it can be shown before the server answers. */
  hadCopy: boolean;
  end: () => Promise<void>;
}

/** How to reach the server at each attempt: after two failed websockets by HTTP, for as long as they are blocked. */
export function dialBy({ socket, http, headers }: SessionOptions): (attempt: number) => Dial {
  const bySocket = dialSocket(socket);
  const byHttp = untilSocketsOpen(socket, dialLongPoll(http, headers));
  return (attempt) => (attempt % 3 === 2 ? byHttp : bySocket);
}

/** Opens the copy on this device (only those who may write keep one), then the connection. */
export async function openSession(
  options: SessionOptions,
  mayWrite: boolean,
  dial: (attempt: number) => Dial = dialBy(options),
): Promise<Session> {
  const doc = new Y.Doc();
  boundSpans(doc);
  const copy = new DeviceCopy(options.person, options.document);
  const epoch = mayWrite ? copy.epoch : null;
  const found = epoch !== null && (await copy.keep(doc, epoch));
  const hadCopy = found && doc.store.clients.size > 0;
  const provider = new Provider({ doc, epoch: found ? epoch : null, dial });
  let served: string | null = null;
  provider.connection.on("epoch", (now) => {
    served = now;
  });
  // Only then: a copy that listens while the server's text comes has Yjs encode it all, and the editor waits.
  provider.connection.on("synced", () => {
    if (mayWrite && !copy.isKept && served !== null) void copy.keep(doc, served);
  });
  return {
    doc,
    provider,
    copy,
    hadCopy,
    end: async () => {
      provider.destroy();
      await copy.close();
      doc.destroy();
    },
  };
}
