import { beforeEach, describe, expect, test, vi } from "vitest";
import { PartRefresher, partsConcernedBy } from "../../realtime/part_refresher";

describe("parts of the page that have changed", () => {
  beforeEach(() => {
    document.body.innerHTML = `
      <section id="outer" data-refresh-on="circle:pump record"><p id="inner" data-refresh-on="record"></p></section>
      <aside id="round" data-refresh-on="proposal:12"></aside>`;
  });

  const ids = (parts: HTMLElement[]) => parts.map((part) => part.id);

  test("are found by whole keys, and all of them by *", () => {
    expect(ids(partsConcernedBy(["proposal:12"]))).toEqual(["round"]);
    expect(ids(partsConcernedBy(["proposal:1"]))).toEqual([]);
    expect(ids(partsConcernedBy(["*"]))).toEqual(["outer", "inner", "round"]);
  });

  test("are fetched once for many notifications, the outer one for the inner", () => {
    vi.useFakeTimers();
    const fetch = vi.fn(async () => true);
    const refresher = new PartRefresher(fetch);
    for (const seq of [1, 2, 3]) refresher.add({ seq, what: ["record"] });
    vi.advanceTimersByTime(1000);
    vi.useRealTimers();
    expect(fetch.mock.calls).toEqual([[document.getElementById("outer")]]);
  });

  test("are not fetched while the page is hidden", () => {
    const fetch = vi.fn(async () => true);
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    const refresher = new PartRefresher(fetch);
    refresher.add({ what: ["proposal:12"] });
    refresher.refresh();
    expect(fetch).not.toHaveBeenCalled();
    hidden.mockReturnValue(false);
    refresher.refresh();
    expect(fetch).toHaveBeenCalledOnce();
  });

  test("are fetched soon after a change, however long what did not come waits already", async () => {
    vi.useFakeTimers();
    const fetch = vi.fn(async () => false);
    const refresher = new PartRefresher(fetch);
    refresher.add({ what: ["proposal:12"] });
    await vi.advanceTimersByTimeAsync(300_000);
    const before = fetch.mock.calls.length;
    refresher.add({ what: ["record"] });
    await vi.advanceTimersByTimeAsync(500);
    vi.useRealTimers();
    expect(fetch.mock.calls.length).toBeGreaterThan(before);
  });

  test("are fetched again until an answer comes: the server does not say twice what has changed", async () => {
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(1); // the longest waits
    const ids: string[] = [];
    const refresher = new PartRefresher(async ({ id }) => {
      ids.push(id);
      return id === "outer" || ids.length > 4;
    });
    refresher.add({ what: ["proposal:12", "record"] });
    await vi.advanceTimersByTimeAsync(1_500);
    expect(ids).toEqual(["outer", "round", "round"]);
    refresher.refreshAgain();
    await vi.advanceTimersByTimeAsync(10_000);
    refresher.refreshAgain();
    vi.useRealTimers();
    expect(ids).toEqual(["outer", "round", "round", "round", "round"]);
  });
});
