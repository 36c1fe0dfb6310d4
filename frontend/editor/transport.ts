/** How frames travel: the interface that the connection uses, and its websocket implementation. */
import { SUBPROTOCOL } from "./protocol";

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

/** `path` like `/ws/documents/<id>` (taken relative to this page) or a whole ws(s) address. */
export function socketAddress(path: string, page: string): string {
  const address = new URL(path, page);
  address.protocol = address.protocol.replace(/^http/, "ws");
  return address.href;
}

export function dialSocket(address: string): Dial {
  return (hooks) => {
    const socket = new WebSocket(address, SUBPROTOCOL);
    socket.binaryType = "arraybuffer";
    let over = false;
    const end = (code: number): void => {
      if (!over) {
        over = true;
        hooks.closed(code);
      }
    };
    socket.addEventListener("open", () => {
      if (over) return;
      // A proxy that strips the subprotocol leaves a link on which nothing would be acknowledged.
      if (socket.protocol === SUBPROTOCOL) hooks.opened();
      else socket.close();
    });
    socket.addEventListener("message", (event: MessageEvent<unknown>) => {
      if (!over && event.data instanceof ArrayBuffer) hooks.received(new Uint8Array(event.data));
    });
    socket.addEventListener("close", (event) => end(event.code));
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
