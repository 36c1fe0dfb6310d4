/** Sending a file in pieces, to a server that loses connections, forgets and refuses. */
import { beforeEach, expect, test, vi } from "vitest";
import { UploadRefused, upload, uploadRaw } from "../../files/upload";

const ON = { kind: "document", id: "d1" };
const CONTENT = new Uint8Array(700_000).map((_, index) => index % 251);
const FILE = () => new File([CONTENT], "pump.bin", { lastModified: 7 });

/** What the server has, and what it does wrong the next times: `cut` before or after it took a piece. */
const server = {
  received: new Uint8Array(),
  size: 0,
  begun: 0,
  deleted: 0,
  raw: false,
  faults: [] as ("cut before" | "cut after" | 500 | 403 | 401)[],
  known: false,
};

const answer = (status: number, body: object) => ({ status, text: JSON.stringify(body) });
const state = () => {
  const whole = server.received.length === server.size;
  const file = whole && !server.raw ? { id: "f1", name: "pump.bin", kind: "file", url: "/f1" } : null;
  return { id: "u1", size: server.size, offset: server.received.length, largest_piece: 300_000, done: whole, file };
};

function handle(method: string, body: unknown): { status: number; text: string } {
  if (method === "POST") {
    Object.assign(server, { known: true, received: new Uint8Array(), begun: server.begun + 1 });
    server.size = (JSON.parse(String(body)) as { size: number }).size;
  }
  if (method === "DELETE") server.deleted += 1;
  return server.known ? answer(200, state()) : answer(404, { detail: "nothing here" });
}

/** jsdom's blobs can be read by a `FileReader` only. */
function bytesOf(piece: Blob): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(new Uint8Array(reader.result as ArrayBuffer));
    reader.readAsArrayBuffer(piece);
  });
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

const isWhole = () => server.received.length === CONTENT.length && server.received.every((x, i) => x === CONTENT[i]);

class FakeRequest {
  upload: { onprogress?: (event: { loaded: number }) => void } = {};
  onerror?: () => void;
  onload?: () => void;
  status = 0;
  responseText = "";
  #headers: Record<string, string> = {};
  #gone = false;
  open(): void {}
  abort(): void {
    this.#gone = true;
  }
  setRequestHeader(name: string, value: string): void {
    this.#headers[name] = value;
  }
  async send(piece: Blob): Promise<void> {
    const bytes = await bytesOf(piece);
    this.upload.onprogress?.({ loaded: bytes.length });
    const fault = server.faults.shift();
    if (this.#gone) return;
    if (fault === "cut before") return this.onerror?.();
    if (typeof fault === "number") return this.#answer(answer(fault, { detail: `refused ${fault}` }));
    const offset = Number(this.#headers["Upload-Offset"]);
    if (offset !== server.received.length) return this.#answer(answer(409, { code: "wrong_offset", detail: "no" }));
    server.received = joined(server.received, bytes);
    if (fault === "cut after") return this.onerror?.();
    this.#answer(answer(200, state()));
  }
  #answer({ status, text }: { status: number; text: string }): void {
    Object.assign(this, { status, responseText: text });
    this.onload?.();
  }
}

beforeEach(() => {
  localStorage.clear();
  Object.assign(server, { received: new Uint8Array(), begun: 0, deleted: 0, raw: false, faults: [], known: false });
  document.body.innerHTML = '<div id="words" data-signed-out="Sign in again"></div>';
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
  vi.stubGlobal("fetch", async (_url: string, options: { method: string; body?: unknown }) => {
    const { status, text } = handle(options.method, options.body);
    return new Response(text, { status });
  });
});

test("a file arrives whole, with progress that never goes back", async () => {
  const shares: number[] = [];
  const file = await upload(FILE(), ON, { onProgress: (share) => shares.push(share) });
  expect(file.id).toBe("f1");
  expect(isWhole()).toBe(true);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
});

test("what is cut goes on where the server is, whichever way it was lost", async () => {
  server.faults = ["cut before", "cut after", "cut after", 500, "cut before"];
  const waiting: boolean[] = [];
  await upload(FILE(), ON, { onWaiting: (isWaiting) => waiting.push(isWaiting) });
  expect(isWhole()).toBe(true);
  expect(server.begun).toBe(1);
  expect(waiting.filter(Boolean)).toHaveLength(5);
});

test("after a reload the same file goes on, and another begins anew", async () => {
  Object.assign(server, { known: true, size: CONTENT.length, received: CONTENT.slice(0, 300_000) });
  localStorage.setItem("ronde:uploads", JSON.stringify([[`document\nd1\npump.bin\n${CONTENT.length}\n7`, "u1"]]));
  await upload(FILE(), ON);
  expect([server.begun, server.received.length]).toEqual([0, CONTENT.length]);
  await upload(new File([CONTENT], "other.bin"), ON);
  expect(server.begun).toBe(1);
});

test("one that is cancelled is deleted, and begins anew", async () => {
  const stop = new AbortController();
  const cancelled = upload(FILE(), ON, { signal: stop.signal, onProgress: (share) => share > 0.2 && stop.abort() });
  await expect(cancelled).rejects.toThrow();
  expect([server.deleted, localStorage.getItem("ronde:uploads")]).toEqual([1, "[]"]);
});

test("what is refused says why and leaves nothing behind", async () => {
  server.faults = [403];
  await expect(upload(FILE(), ON)).rejects.toThrow("refused 403");
  expect([server.deleted, localStorage.getItem("ronde:uploads")]).toEqual([1, "[]"]);
});

test("who is signed out finds it again after signing in", async () => {
  server.faults = [401];
  const refused = await upload(FILE(), ON).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(UploadRefused);
  expect((refused as UploadRefused).message).toBe("Sign in again");
  expect(server.deleted).toBe(0);
  await upload(FILE(), ON);
  expect(server.begun).toBe(1);
});

test("a copy to import is named by its upload", async () => {
  server.raw = true;
  expect(await uploadRaw(FILE(), { kind: "import", id: "new" })).toBe("u1");
});
