import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loadsAgain } from "../../behaviours/loads_again";

const NO_NETWORK = new TypeError("Failed to fetch");
const ask = vi.fn<(address: string) => Promise<{ status: number }>>();
const reload = vi.fn<() => void>();
let page: AbortController;

function show(path: string): void {
  history.replaceState(null, "", path);
  document.body.innerHTML = `<p data-loads-again="/offline/"></p>`;
  loadsAgain(page.signal, reload);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", ask.mockReset().mockRejectedValue(NO_NETWORK));
  reload.mockReset();
  page = new AbortController();
});

afterEach(() => {
  page.abort();
  sessionStorage.clear();
  vi.useRealTimers();
});

test("what was asked for is loaded within two seconds of the server's answer, however long it was away", async () => {
  show("/p/pump/documents/7/");
  await vi.advanceTimersByTimeAsync(600_000);
  expect(reload).not.toHaveBeenCalled();
  ask.mockResolvedValue({ status: 200 });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(reload).toHaveBeenCalledOnce();
  expect(ask.mock.lastCall?.[0]).toBe("/offline/");
});

test("a page that does not come is not loaded again and again, until some minutes have passed", async () => {
  ask.mockResolvedValue({ status: 200 });
  for (let visit = 0; visit < 20; visit += 1) {
    show("/p/pump/");
    await vi.advanceTimersByTimeAsync(2_000);
    page.abort();
    page = new AbortController();
  }
  expect(reload).toHaveBeenCalledTimes(5);
  await vi.advanceTimersByTimeAsync(600_000);
  show("/p/pump/");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(reload).toHaveBeenCalledTimes(6);
});

test("a proxy without its server is no answer", async () => {
  ask.mockResolvedValue({ status: 502 });
  show("/p/pump/");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask.mock.calls.length).toBeGreaterThan(20);
  expect(reload).not.toHaveBeenCalled();
});

test.each(["online", "visibilitychange"])("%s asks within a second, though a hidden page waits long", async (event) => {
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  show("/p/pump/");
  await vi.advanceTimersByTimeAsync(120_000);
  ask.mockClear().mockResolvedValue({ status: 200 });
  hidden.mockReturnValue(false);
  (event === "online" ? window : document).dispatchEvent(new Event(event));
  await vi.advanceTimersByTimeAsync(400);
  expect(ask).not.toHaveBeenCalled(); // a whole building is back at once
  await vi.advanceTimersByTimeAsync(600);
  expect(reload).toHaveBeenCalledOnce();
});

test("at its own address, and on other pages, nothing is asked", async () => {
  show("/offline/");
  document.body.innerHTML = "<p></p>";
  loadsAgain(page.signal, reload);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ask).not.toHaveBeenCalled();
});
