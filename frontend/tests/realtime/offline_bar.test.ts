import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { listenForChanges } from "../../realtime";

// htmx needs what jsdom lacks as soon as it is loaded; nothing here fetches a part.
vi.mock("htmx.org", () => ({ default: { ajax: vi.fn(), config: {} } }));

class FailingSocket extends EventTarget {
  static readonly OPEN = 1;
  static opened: FailingSocket[] = [];
  readyState = 0;
  constructor() {
    super();
    FailingSocket.opened.push(this);
    setTimeout(() => this.dispatchEvent(new CloseEvent("close", { code: 1006 })), 100);
  }
  send() {}
  close() {}
  opens() {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }
}

describe("the offline bar", () => {
  const bar = () => document.getElementById("offline") as HTMLElement;
  let page: AbortController;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("WebSocket", FailingSocket);
    document.body.dataset.changesSocket = "/ws/news?project=pump";
    document.body.innerHTML = '<div id="offline" hidden></div>';
    page = new AbortController();
    listenForChanges(page.signal);
  });

  afterEach(() => {
    page.abort();
    vi.useRealTimers();
  });

  test("appears only after a few seconds without a connection, however often a new one is tried", () => {
    vi.advanceTimersByTime(3000);
    expect(bar().hidden).toBe(true);
    vi.advanceTimersByTime(2000);
    expect(bar().hidden).toBe(false);
  });

  test("goes as soon as the connection is back", () => {
    vi.advanceTimersByTime(5000);
    FailingSocket.opened.at(-1)?.opens();
    expect(bar().hidden).toBe(true);
  });
});
