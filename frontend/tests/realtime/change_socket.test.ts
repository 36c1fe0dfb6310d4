import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type AskSince, ChangeSocket } from "../../realtime/change_socket";

class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  static opened: FakeSocket[] = [];
  readyState = 0;
  sent: string[] = [];
  constructor(readonly url: string) {
    super();
    FakeSocket.opened.push(this);
  }
  send(message: string) {
    this.sent.push(message);
  }
  close() {
    this.readyState = 3;
  }
  opens() {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }
  receives(notification: object) {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(notification) }));
  }
  breaks(code = 1006) {
    this.readyState = 3;
    this.dispatchEvent(new CloseEvent("close", { code }));
  }
}

const last = () => FakeSocket.opened.at(-1) as FakeSocket;

describe("the change socket", () => {
  const listener = { changed: vi.fn(), connection: vi.fn(), ended: vi.fn() };
  let socket: ChangeSocket;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("WebSocket", FakeSocket);
    FakeSocket.opened = [];
    for (const called of Object.values(listener)) called.mockClear();
    socket = new ChangeSocket("ws://here/ws/news?project=pump", listener);
    socket.open();
    last().opens();
  });

  afterEach(() => {
    socket.close();
    vi.useRealTimers();
  });

  test("asks at once and every 30 seconds what it missed since the last number it received", () => {
    last().receives({ seq: 7, what: ["proposal:12"] });
    vi.advanceTimersByTime(30_000);
    expect(last().sent).toEqual(['{"since":0}', '{"since":7}']);
  });

  test("reconnects after a break and asks what it missed", () => {
    last().receives({ seq: 41, what: [] });
    last().breaks();
    expect(listener.connection).toHaveBeenLastCalledWith(false);
    vi.advanceTimersByTime(1000);
    last().opens();
    expect(FakeSocket.opened).toHaveLength(2);
    expect(last().sent).toEqual(['{"since":41}']);
    expect(listener.connection).toHaveBeenLastCalledWith(true);
  });

  test("is replaced when it no longer answers", () => {
    last().receives({ seq: 1, what: [] });
    vi.advanceTimersByTime(30_000 + 10_000 + 1000);
    expect(FakeSocket.opened.length).toBeGreaterThan(1);
  });

  test("does not reconnect when the person's access has ended", () => {
    last().breaks(4403);
    vi.advanceTimersByTime(120_000);
    expect(listener.ended).toHaveBeenCalledOnce();
    expect(FakeSocket.opened).toHaveLength(1);
  });
});

describe("where no socket can be opened", () => {
  const listener = { changed: vi.fn(), connection: vi.fn(), ended: vi.fn() };
  const ask = vi.fn<AskSince>();
  let socket: ChangeSocket;

  /** Let time pass while every socket is refused as soon as it is tried. */
  async function blocked(ms: number) {
    for (let passed = 0; passed < ms; passed += 100) {
      if (last().readyState === 0) last().breaks();
      await vi.advanceTimersByTimeAsync(100);
    }
  }

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("WebSocket", FakeSocket);
    FakeSocket.opened = [];
    for (const called of [...Object.values(listener), ask]) called.mockReset();
    ask.mockResolvedValue({ seq: 7, what: [] });
    socket = new ChangeSocket("ws://here/ws/news?project=pump", listener, 7, ask);
    socket.open();
  });

  afterEach(() => {
    socket.close();
    vi.useRealTimers();
  });

  test("the page asks by HTTP every few seconds, counts as online and learns of changes", async () => {
    ask.mockResolvedValueOnce({ seq: 7, what: [] }).mockResolvedValueOnce({ seq: 9, what: ["*"] });
    await blocked(15_000);
    expect(ask.mock.calls.slice(0, 3)).toEqual([[7], [7], [9]]);
    expect(listener.changed.mock.calls.slice(0, 2)).toEqual([[{ seq: 7, what: [] }], [{ seq: 9, what: ["*"] }]]);
    expect(listener.connection).toHaveBeenLastCalledWith(true);
    expect(listener.connection.mock.calls.filter(([online]) => online)).toHaveLength(1);
    expect(FakeSocket.opened.length).toBeGreaterThan(3); // it goes on trying
  });

  test("it stops asking when a socket opens, which goes on from the last number", async () => {
    ask.mockResolvedValue({ seq: 12, what: ["*"] });
    await blocked(3_000);
    while (last().readyState !== 0) await vi.advanceTimersByTimeAsync(100);
    last().opens();
    ask.mockClear();
    await vi.advanceTimersByTimeAsync(9_000);
    expect(ask).not.toHaveBeenCalled();
    expect(last().sent).toEqual(['{"since":12}']);
  });

  test("the page is offline while HTTP does not answer either, and online when it does", async () => {
    ask.mockResolvedValue(null);
    await blocked(8_000);
    expect(listener.connection).toHaveBeenLastCalledWith(false);
    ask.mockResolvedValue({ seq: 7, what: [] });
    await blocked(6_000);
    expect(listener.connection).toHaveBeenLastCalledWith(true);
  });

  test("it ends where the person may no longer be", async () => {
    ask.mockResolvedValue("ended");
    await blocked(3_000);
    expect(listener.ended).toHaveBeenCalledOnce();
    const tried = FakeSocket.opened.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.opened).toHaveLength(tried);
  });
});
