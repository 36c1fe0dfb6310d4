/** One person on one document: the Yjs document, the line to the server, the copy on this device. */
import * as Y from "yjs";
import { DeviceCopy } from "./device_copy";
import { dialLongPoll } from "./longpoll";
import { Provider } from "./provider";
import { type Dial, dialSocket } from "./transport";

export interface Where {
  /** Whose copy it is; two people may share a computer. */
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

/** After two failed websockets one try by HTTP, then again: where it works it stays until it breaks. */
export function waysTo({ socket, http, headers }: Where): (attempt: number) => Dial {
  const bySocket = dialSocket(socket);
  const byHttp = dialLongPoll(http, headers);
  return (attempt) => (attempt % 3 === 2 ? byHttp : bySocket);
}

/** Opens the copy on this device (only those who may write keep one) and then the line. */
export async function openSession(where: Where, mayWrite: boolean): Promise<Session> {
  const doc = new Y.Doc();
  const copy = new DeviceCopy(where.person, where.document);
  const epoch = mayWrite ? copy.epoch : null;
  const found = epoch !== null && (await copy.keep(doc, epoch));
  const hadCopy = found && doc.store.clients.size > 0;
  const provider = new Provider({ doc, epoch: found ? epoch : null, dial: waysTo(where) });
  provider.connection.on("epoch", (now) => {
    if (mayWrite && !copy.isKept) void copy.keep(doc, now);
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
