/** How frames travel: the interface that the connection uses, and its websocket implementation. */
export const SUBPROTOCOL = "ronde.sync.v1";

export interface LinkHooks {
  opened(): void;
  received(frame: Uint8Array): void;
  /** Called once, also when opening failed, with a websocket close code (HTTP statuses are mapped to them). */
  closed(code: number): void;
}

export interface Link {
  send(frame: Uint8Array): void;
  close(): void;
}

/** Opens a link. Hooks are never called before `dial` has returned, nor after `close()`. */
export type Dial = (hooks: LinkHooks) => Link;

/** The link broke, nothing more is known: try again. */
export const BROKEN = 1006;

/** Close codes after which a retry is useless, and their reasons. */
export const FINAL: ReadonlyMap<number, "too-large" | "signed-out" | "no-access" | "gone" | "conflict"> = new Map([
  [1009, "too-large"],
  [4401, "signed-out"],
  [4403, "no-access"],
  [4404, "gone"],
  [4409, "conflict"],
]);

/** The address of the socket of the document that an island is for. */
export function documentSocket({ dataset }: HTMLElement): string {
  const { document: id = "", url = `/ws/documents/${id}` } = dataset;
  const address = new URL(url, location.href);
  address.protocol = address.protocol.replace(/^http/, "ws");
  return address.href;
}

interface EarlySocket {
  socket: WebSocket;
  /** What came, in its order, until a person listens. */
  events: Event[];
  stop: () => void;
}

const HAPPENINGS = ["open", "message", "close"] as const;
const earlySockets = new Map<string, EarlySocket>();

/** Opens a socket before there is anyone to listen; the first `dialSocket` of this address takes it over. */
export function dialEarly(address: string): WebSocket {
  const early = earlySockets.get(address);
  if (early) return early.socket;
  const socket = connectTo(address);
  const events: Event[] = [];
  const listening = new AbortController();
  for (const name of HAPPENINGS) socket.addEventListener(name, (event) => events.push(event), listening);
  earlySockets.set(address, { socket, events, stop: () => listening.abort() });
  return socket;
}

/** Closes a socket that was opened early and that nobody has taken over. */
export function forgetEarly(address: string): void {
  earlySockets.get(address)?.socket.close();
  earlySockets.delete(address);
}

export function dialSocket(address: string): Dial {
  return (hooks) => {
    const early = earlySockets.get(address);
    earlySockets.delete(address);
    const socket = early?.socket ?? connectTo(address);
    let over = false;
    const hear = (event: Event): void => {
      if (over) return;
      if (event.type === "open") {
        // A proxy that strips the subprotocol leaves a link on which nothing would be acknowledged.
        if (socket.protocol === SUBPROTOCOL) hooks.opened();
        else socket.close();
      } else if (event instanceof MessageEvent) {
        if (event.data instanceof ArrayBuffer) hooks.received(new Uint8Array(event.data));
      } else {
        over = true;
        hooks.closed((event as CloseEvent).code);
      }
    };
    const listen = (): void => {
      early?.stop();
      early?.events.forEach(hear);
      for (const name of HAPPENINGS) socket.addEventListener(name, hear);
    };
    if (early) queueMicrotask(listen);
    else listen();
    return {
      send: (frame) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(new Uint8Array(frame));
      },
      close: () => {
        over = true;
        socket.close();
      },
    };
  };
}

function connectTo(address: string): WebSocket {
  const socket = new WebSocket(address, SUBPROTOCOL);
  socket.binaryType = "arraybuffer";
  return socket;
}
