import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Freshness } from "../freshness";
import { type Ask, backoff, concerned, News } from "../news";

class Line extends EventTarget {
  static readonly OPEN = 1;
  static lines: Line[] = [];
  readyState = 0;
  sent: string[] = [];
  constructor(readonly url: string) {
    super();
    Line.lines.push(this);
  }
  send(line: string) {
    this.sent.push(line);
  }
  close() {
    this.readyState = 3;
  }
  opens() {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }
  says(hint: object) {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(hint) }));
  }
  breaks(code = 1006) {
    this.readyState = 3;
    this.dispatchEvent(new CloseEvent("close", { code }));
  }
}

const last = () => Line.lines.at(-1) as Line;

describe("the page's line", () => {
  const listener = { hint: vi.fn(), state: vi.fn(), ended: vi.fn() };
  let news: News;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("WebSocket", Line);
    Line.lines = [];
    for (const heard of Object.values(listener)) heard.mockClear();
    news = new News("ws://here/ws/news?project=pump", listener);
    news.open();
    last().opens();
  });

  afterEach(() => {
    news.close();
    vi.useRealTimers();
  });

  test("asks at once and every 30 seconds what it missed since the last number it heard", () => {
    last().says({ seq: 7, what: ["proposal:12"] });
    vi.advanceTimersByTime(30_000);
    expect(last().sent).toEqual(['{"since":0}', '{"since":7}']);
  });

  test("comes back after a break and asks from where it was", () => {
    last().says({ seq: 41, what: [] });
    last().breaks();
    expect(listener.state).toHaveBeenLastCalledWith(false);
    vi.advanceTimersByTime(1000);
    last().opens();
    expect(Line.lines).toHaveLength(2);
    expect(last().sent).toEqual(['{"since":41}']);
    expect(listener.state).toHaveBeenLastCalledWith(true);
  });

  test("a line that no longer answers is dead and is opened anew", () => {
    last().says({ seq: 1, what: [] });
    vi.advanceTimersByTime(30_000 + 10_000 + 1000);
    expect(Line.lines.length).toBeGreaterThan(1);
  });

  test("does not come back where the person may no longer be", () => {
    last().breaks(4403);
    vi.advanceTimersByTime(120_000);
    expect(listener.ended).toHaveBeenCalledOnce();
    expect(Line.lines).toHaveLength(1);
  });
});

describe("where no socket can be opened", () => {
  const listener = { hint: vi.fn(), state: vi.fn(), ended: vi.fn() };
  const asks = vi.fn<Ask>();
  let news: News;

  /** Let time pass while every socket is refused as soon as it is tried. */
  async function blocked(ms: number) {
    for (let passed = 0; passed < ms; passed += 100) {
      if (last().readyState === 0) last().breaks();
      await vi.advanceTimersByTimeAsync(100);
    }
  }

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("WebSocket", Line);
    Line.lines = [];
    for (const heard of [...Object.values(listener), asks]) heard.mockReset();
    asks.mockResolvedValue({ seq: 7, what: [] });
    news = new News("ws://here/ws/news?project=pump", listener, 7, asks);
    news.open();
  });

  afterEach(() => {
    news.close();
    vi.useRealTimers();
  });

  test("the page asks by HTTP every few seconds, counts as connected, and hears what happened", async () => {
    asks.mockResolvedValueOnce({ seq: 7, what: [] }).mockResolvedValueOnce({ seq: 9, what: ["*"] });
    await blocked(15_000);
    expect(asks.mock.calls.slice(0, 3)).toEqual([[7], [7], [9]]);
    expect(listener.hint.mock.calls.slice(0, 2)).toEqual([[{ seq: 7, what: [] }], [{ seq: 9, what: ["*"] }]]);
    expect(listener.state).toHaveBeenLastCalledWith(true);
    expect(listener.state.mock.calls.filter(([online]) => online)).toHaveLength(1);
    expect(Line.lines.length).toBeGreaterThan(3); // and goes on trying
  });

  test("it stops asking when a socket opens, which asks from where HTTP got to", async () => {
    asks.mockResolvedValue({ seq: 12, what: ["*"] });
    await blocked(3_000);
    while (last().readyState !== 0) await vi.advanceTimersByTimeAsync(100);
    last().opens();
    asks.mockClear();
    await vi.advanceTimersByTimeAsync(9_000);
    expect(asks).not.toHaveBeenCalled();
    expect(last().sent).toEqual(['{"since":12}']);
  });

  test("it says so when HTTP does not answer either, and when it answers again", async () => {
    asks.mockResolvedValue(null);
    await blocked(8_000);
    expect(listener.state).toHaveBeenLastCalledWith(false);
    asks.mockResolvedValue({ seq: 7, what: [] });
    await blocked(6_000);
    expect(listener.state).toHaveBeenLastCalledWith(true);
  });

  test("it ends where the person may no longer be", async () => {
    asks.mockResolvedValue("ended");
    await blocked(3_000);
    expect(listener.ended).toHaveBeenCalledOnce();
    const tried = Line.lines.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(Line.lines).toHaveLength(tried);
  });
});

test("the wait before a new try doubles, never all at the same moment, never beyond half a minute", () => {
  expect(backoff(0, 0)).toBe(250);
  expect(backoff(0, 1)).toBe(500);
  expect(backoff(3, 1)).toBe(4000);
  expect(backoff(30, 1)).toBe(30_000);
});

describe("parts that show what the news names", () => {
  beforeEach(() => {
    document.body.innerHTML = `
      <section id="outer" data-news="circle:pump record"><p id="inner" data-news="record"></p></section>
      <aside id="round" data-news="proposal:12"></aside>`;
  });

  const ids = (parts: HTMLElement[]) => parts.map((part) => part.id);

  test("are found by whole keys, and all of them by a star", () => {
    expect(ids(concerned(["proposal:12"]))).toEqual(["round"]);
    expect(ids(concerned(["proposal:1"]))).toEqual([]);
    expect(ids(concerned(["*"]))).toEqual(["outer", "inner", "round"]);
  });

  test("fetch themselves once for a burst of hints, the outer one for the inner", () => {
    vi.useFakeTimers();
    const fetch = vi.fn(async () => {});
    const freshness = new Freshness(fetch);
    for (const seq of [1, 2, 3]) freshness.hear({ seq, what: ["record"] });
    vi.advanceTimersByTime(1000);
    vi.useRealTimers();
    expect(fetch.mock.calls).toEqual([[document.getElementById("outer")]]);
  });

  test("wait while nobody looks at the page", () => {
    const fetch = vi.fn(async () => {});
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    const freshness = new Freshness(fetch);
    freshness.hear({ what: ["proposal:12"] });
    freshness.refresh();
    expect(fetch).not.toHaveBeenCalled();
    hidden.mockReturnValue(false);
    freshness.refresh();
    expect(fetch).toHaveBeenCalledOnce();
  });
});
