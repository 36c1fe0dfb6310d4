/** A part that the page fetches by itself: what comes of each answer, with htmx's own `ajax` told by its options. */
import htmx from "htmx.org";
import { afterEach, expect, test, vi } from "vitest";
import { refetchPart } from "../htmx";

vi.mock("htmx.org", () => ({ default: { config: {}, ajax: vi.fn() } }));

let received: Response;

/** As htmx does: the request is sent by the option's `fetch`. */
vi.mocked(htmx.ajax).mockImplementation(async (_verb, path, options) => {
  const { fetch } = options as { fetch: typeof globalThis.fetch };
  received = await fetch(path);
});

afterEach(() => vi.unstubAllGlobals());

const refetch = (answer: () => Promise<Response>): Promise<boolean> => {
  vi.stubGlobal("fetch", answer);
  return refetchPart(document.createElement("section"));
};

test("comes with an answer, also one that refuses or has failed", async () => {
  expect(await refetch(async () => new Response("here"))).toBe(true);
  expect(await received.text()).toBe("here");
  expect(await refetch(async () => new Response("", { status: 403 }))).toBe(true);
  expect(received.status).toBe(403);
  expect(await refetch(async () => new Response("", { status: 500 }))).toBe(true);
});

test("is to be asked for again where the request had to wait for another", async () => {
  vi.mocked(htmx.ajax).mockImplementationOnce(async () => {});
  expect(await refetch(async () => new Response("here"))).toBe(false);
});

test.each([
  ["no network", () => Promise.reject(new TypeError("Failed to fetch"))],
  [
    "an answer that breaks off",
    async () => new Response(new ReadableStream({ pull: (it) => it.error(new TypeError()) })),
  ],
  ["a proxy without its server", async () => new Response("Bad gateway", { status: 502 })],
])("stays as it is, and is to be asked for again: %s", async (_what, answer) => {
  expect(await refetch(answer)).toBe(false);
  expect(received.status).toBe(204);
});
