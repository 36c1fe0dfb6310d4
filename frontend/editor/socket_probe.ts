/** While frames travel by HTTP: looks now and then whether websockets have become possible, and then changes over. */
import { BROKEN, type Dial, dialEarly, forgetEarly, SUBPROTOCOL } from "./transport";

/** Milliseconds between two tries. */
export const PROBE_EVERY = 60_000;

/**
 * The same link, which ends by itself once a websocket to `address` has opened; that socket waits for the next
 * `dialSocket`, so that the change takes no longer than a greeting.
 */
export function untilSocketsOpen(address: string, dial: Dial): Dial {
  return (hooks) => {
    const stop = probe(address, () => {
      link.close();
      hooks.closed(BROKEN);
    });
    const link = dial({
      ...hooks,
      closed: (code) => {
        stop();
        hooks.closed(code);
      },
    });
    return {
      send: (frame) => link.send(frame),
      close: () => {
        stop();
        link.close();
      },
    };
  };
}

/** Tries a websocket again and again until one opens; returns what ends that. */
function probe(address: string, opened: () => void): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  let timer: ReturnType<typeof setTimeout>;
  let trying = false;
  const wait = (): void => {
    trying = false;
    timer = setTimeout(start, PROBE_EVERY);
  };
  const start = (): void => {
    trying = true;
    const socket = dialEarly(address);
    const failed = (): void => {
      forgetEarly(address);
      wait();
    };
    socket.addEventListener("close", failed, { signal });
    socket.addEventListener(
      "open",
      () => {
        if (socket.protocol !== SUBPROTOCOL) return socket.close();
        trying = false;
        stopping.abort();
        opened();
      },
      { signal },
    );
  };
  wait();
  return () => {
    clearTimeout(timer);
    stopping.abort();
    if (trying) forgetEarly(address);
  };
}
