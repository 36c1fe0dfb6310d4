/** What the service worker keeps of Today, and that nothing of it outlives signing out. */
import { beforeEach, expect, test, vi } from "vitest";

/** It is no module, so its path is only a text here. */
const SCRIPT: string = "../service_worker.ts";

type Listener = (event: unknown) => void;
type Answer = { resolve(response: Response): void; promise: Promise<Response> };

let listeners: Record<string, Listener>;
let kept: Map<string, Map<string, Response>>;
let asked: Map<string, Answer>;

function later(): Answer {
  let resolve: (response: Response) => void = () => {};
  const promise = new Promise<Response>((done) => {
    resolve = done;
  });
  return { resolve, promise };
}

beforeEach(async () => {
  listeners = {};
  kept = new Map();
  asked = new Map();
  const scope = {
    location: { origin: "https://ronde.example" },
    registration: {},
    addEventListener: (kind: string, listener: Listener) => {
      listeners[kind] = listener;
    },
  };
  vi.stubGlobal("self", scope);
  vi.stubGlobal("caches", {
    async open(name: string) {
      const rows = kept.get(name) ?? new Map<string, Response>();
      kept.set(name, rows);
      return {
        put: async (key: string, found: Response) => rows.set(key, found),
        match: async (key: string) => rows.get(key),
      };
    },
    delete: async (name: string) => kept.delete(name),
  });
  vi.stubGlobal("fetch", (request: { url: string }) => {
    const answer = later();
    asked.set(new URL(request.url).pathname, answer);
    return answer.promise;
  });
  vi.resetModules();
  await import(SCRIPT);
});

function goes(path: string, method = "GET"): Promise<unknown> {
  let work: Promise<unknown> = Promise.resolve();
  const request = { url: `https://ronde.example${path}`, method, mode: "navigate" };
  const note = (answer: Promise<unknown>) => {
    work = answer;
  };
  listeners.fetch?.({ request, respondWith: note, waitUntil: note });
  return work;
}

/** Let the server answer, once it was asked. */
async function comes(path: string): Promise<void> {
  await vi.waitFor(() => expect(asked.has(path)).toBe(true));
  asked.get(path)?.resolve(new Response("Today"));
}

const isKept = () => kept.get("ronde-today-1")?.has("/") ?? false;

test("Today is kept as it was seen last", async () => {
  const page = goes("/p/pump/");
  await comes("/p/pump/");
  await page;
  expect(isKept()).toBe(true);
});

test("a page that was asked for before signing out is not kept when it comes afterwards", async () => {
  const page = goes("/p/pump/");
  const out = goes("/account/logout/", "POST");
  await comes("/account/logout/");
  await out;
  await comes("/p/pump/");
  await page;
  expect(isKept()).toBe(false);
});

test("nor is one that comes while the server is signing a person out, in another tab", async () => {
  const out = goes("/account/logout/", "POST");
  await vi.waitFor(() => expect(asked.has("/account/logout/")).toBe(true));
  const early = goes("/p/pump/");
  await comes("/p/pump/");
  await early;
  const late = goes("/p/well/");
  await comes("/account/logout/");
  await out;
  await comes("/p/well/");
  await late;
  expect(isKept()).toBe(false);
});
