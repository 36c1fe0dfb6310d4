/** Names of whom a text mentions: asked for until the server has answered, and then no more. */
import { afterEach, expect, test, vi } from "vitest";
import { MentionNames } from "../../editor/mention_names";

const NAMES = { "person-3": { name: "Bo Nguyen", address: "/people" } };

afterEach(() => vi.useRealTimers());

test("names that a busy server does not tell are asked for again", async () => {
  vi.useFakeTimers();
  const asked = vi
    .fn<() => Promise<Response>>()
    .mockRejectedValueOnce(new TypeError("offline"))
    .mockResolvedValueOnce(new Response("", { status: 503 }))
    .mockResolvedValue(new Response(JSON.stringify(NAMES)));
  vi.stubGlobal("fetch", asked);
  const names = new MentionNames("/names");
  const later = vi.fn();
  names.find("person", "3", later);
  await vi.advanceTimersByTimeAsync(2_900);
  expect(later).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  expect(later).toHaveBeenCalledOnce();
  expect(names.find("person", "3")?.name).toBe("Bo Nguyen");
  await vi.advanceTimersByTimeAsync(120_000);
  expect(asked).toHaveBeenCalledTimes(3);
});

test("a name that the server does not know is not asked for again by itself", async () => {
  vi.useFakeTimers();
  const asked = vi.fn<() => Promise<Response>>().mockImplementation(async () => new Response("{}"));
  vi.stubGlobal("fetch", asked);
  new MentionNames("/names").find("person", "4", vi.fn());
  await vi.advanceTimersByTimeAsync(120_000);
  expect(asked).toHaveBeenCalledOnce();
});
