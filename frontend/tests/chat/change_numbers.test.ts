import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ChangeNumbers, type FetchLost } from "../../chat/change_numbers";

const stop = new AbortController();
const fetchLost = vi.fn<FetchLost>(async () => true);
let changes: ChangeNumbers;

beforeEach(() => {
  vi.useFakeTimers();
  fetchLost.mockClear();
  changes = new ChangeNumbers(fetchLost, stop.signal);
  changes.begin("leak", 4);
});
afterEach(() => void vi.useRealTimers());

const soon = () => vi.advanceTimersByTimeAsync(1_000);

test("changes that come in turn, or shortly before the one before them, are not fetched", async () => {
  for (const change of [5, 7, 6, 8]) changes.hear("leak", change);
  changes.repeat("leak", 8, false);
  await soon();
  expect(fetchLost).not.toHaveBeenCalled();
});

test("a hole in the numbers is fetched once", async () => {
  changes.hear("leak", 5);
  changes.hear("leak", 7);
  changes.hear("leak", 8);
  await soon();
  changes.hear("leak", 9);
  await soon();
  expect(fetchLost).toHaveBeenCalledExactlyOnceWith("leak");
});

test("the last change of all is found by its repetition", async () => {
  changes.repeat("leak", 5, false);
  await soon();
  changes.repeat("leak", 5, false);
  await soon();
  expect(fetchLost).toHaveBeenCalledOnce();
});

test("of a topic that the page has not heard of, a repetition counts where the list shows less", async () => {
  changes.repeat("known", 9, false);
  await soon();
  expect(fetchLost).not.toHaveBeenCalled();
  changes.repeat("behind", 9, true);
  await soon();
  expect(fetchLost).toHaveBeenCalledExactlyOnceWith("behind");
});

test("what could not be fetched is tried again", async () => {
  fetchLost.mockResolvedValueOnce(false);
  changes.hear("leak", 6);
  await soon();
  await vi.advanceTimersByTimeAsync(3_000);
  await soon();
  expect(fetchLost).toHaveBeenCalledTimes(2);
});
