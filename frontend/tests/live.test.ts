import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { listen } from "../live";

// htmx reaches for what jsdom does not have as soon as it is loaded; nothing here fetches a part.
vi.mock("htmx.org", () => ({ default: { ajax: vi.fn(), config: {} } }));

class DeafLine extends EventTarget {
  static readonly OPEN = 1;
  static lines: DeafLine[] = [];
  readyState = 0;
  constructor() {
    super();
    DeafLine.lines.push(this);
    setTimeout(() => this.dispatchEvent(new CloseEvent("close", { code: 1006 })), 100);
  }
  send() {}
  close() {}
  opens() {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }
}

describe("the bar that says there is no connection", () => {
  const bar = () => document.getElementById("offline") as HTMLElement;
  let page: AbortController;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("WebSocket", DeafLine);
    document.body.dataset.newsSocket = "/ws/news?project=pump";
    document.body.innerHTML = '<div id="offline" hidden></div>';
    page = new AbortController();
    listen(page.signal);
  });

  afterEach(() => {
    page.abort();
    vi.useRealTimers();
  });

  test("stays away for a short break, and shows after a few seconds however often it is tried again", () => {
    vi.advanceTimersByTime(3000);
    expect(bar().hidden).toBe(true);
    vi.advanceTimersByTime(2000);
    expect(bar().hidden).toBe(false);
  });

  test("goes as soon as the line is back", () => {
    vi.advanceTimersByTime(5000);
    DeafLine.lines.at(-1)?.opens();
    expect(bar().hidden).toBe(true);
  });
});
