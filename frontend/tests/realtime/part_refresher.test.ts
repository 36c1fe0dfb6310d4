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

  test("are fetched again until an answer comes: the server does not say twice what has changed", async () => {
    vi.useFakeTimers();
    const fetch = vi.fn(async () => fetch.mock.calls.length > 2);
    new PartRefresher(fetch).add({ what: ["proposal:12"] });
    await vi.advanceTimersByTimeAsync(10_000);
    vi.useRealTimers();
    expect(fetch).toHaveBeenCalledTimes(3);
  });
});
