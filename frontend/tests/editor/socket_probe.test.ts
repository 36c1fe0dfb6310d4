/** Who is connected by HTTP changes to a websocket once one opens, and is not disturbed before. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PROBE_EVERY, untilSocketsOpen } from "../../editor/socket_probe";
import { type Dial, dialSocket, type LinkHooks, SUBPROTOCOL } from "../../editor/transport";

const ADDRESS = "ws://ronde.example/ws/documents/d1";
let made: FakeSocket[] = [];
let http: { hooks: LinkHooks; sent: number[]; closed: boolean };
let heard: string[] = [];

class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  isClosed = false;

  constructor(
    readonly url: string,
    readonly protocol: string,
  ) {
    super();
    made.push(this);
  }

  opens(): void {
    this.dispatchEvent(new Event("open"));
  }

  fails(): void {
    this.dispatchEvent(Object.assign(new Event("close"), { code: 1006 }));
  }

  close(): void {
    this.isClosed = true;
  }
}

const byHttp: Dial = (hooks) => {
  http = { hooks, sent: [], closed: false };
  return {
    send: (frame) => http.sent.push(...frame),
    close: () => {
      http.closed = true;
    },
  };
};

const hooksNoting = (to: string[]): LinkHooks => ({
  opened: () => to.push("opened"),
  received: (frame) => to.push(`received ${frame.join(" ")}`),
  closed: (code) => to.push(`closed ${code}`),
});

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  made = [];
  heard = [];
});

afterEach(() => {
  vi.useRealTimers();
});

const dial = () => untilSocketsOpen(ADDRESS, byHttp)(hooksNoting(heard));

test("frames travel by HTTP while websockets are refused, which are tried once a minute", () => {
  const link = dial();
  link.send(new Uint8Array([1, 2]));
  http.hooks.received(new Uint8Array([3]));
  expect(made).toHaveLength(0);
  for (let minute = 1; minute <= 3; minute += 1) {
    vi.advanceTimersByTime(PROBE_EVERY);
    expect(made).toHaveLength(minute);
    made.at(-1)?.fails();
  }
  expect(http.sent).toEqual([1, 2]);
  expect(heard).toEqual(["received 3"]);
  link.close();
});

test("once one opens, the link by HTTP ends, and the next dial takes that socket over", async () => {
  dial();
  vi.advanceTimersByTime(PROBE_EVERY);
  made[0]?.opens();
  expect(http.closed).toBe(true);
  expect(heard).toEqual(["closed 1006"]);
  made[0]?.dispatchEvent(new MessageEvent("message", { data: new Uint8Array([103]).buffer }));
  const later: string[] = [];
  dialSocket(ADDRESS)(hooksNoting(later));
  await Promise.resolve();
  expect(later).toEqual(["opened", "received 103"]);
  expect(made).toHaveLength(1);
});

test("a socket without our subprotocol is no way: a proxy has stripped it", () => {
  const link = dial();
  vi.advanceTimersByTime(PROBE_EVERY);
  Object.assign(made[0] ?? {}, { protocol: "" });
  made[0]?.opens();
  expect(made[0]?.isClosed).toBe(true);
  expect(heard).toEqual([]);
  made[0]?.fails();
  vi.advanceTimersByTime(PROBE_EVERY);
  expect(made[1]?.protocol).toBe(SUBPROTOCOL);
  link.close();
});

test.each([
  ["the person leaves", (link: { close: () => void }) => link.close()],
  ["the link breaks", () => http.hooks.closed(1013)],
])("when %s, a socket that is still being tried is closed, and none is tried later", (_, end) => {
  const link = dial();
  vi.advanceTimersByTime(PROBE_EVERY);
  end(link);
  expect(made[0]?.isClosed).toBe(true);
  made[0]?.opens();
  vi.advanceTimersByTime(3 * PROBE_EVERY);
  expect(made).toHaveLength(1);
  expect(heard).not.toContain("closed 1006");
  const fresh = dialSocket(ADDRESS)(hooksNoting([]));
  expect(made).toHaveLength(2);
  fresh.close();
});
