/**
 * The same frames where websockets are blocked: POST up, long poll down, at `<base>/sync`.
 *
 * A body is a sequence of frames, each preceded by its length (varUint8Array). The first POST is empty; its response is
 * the greeting of a websocket. Every response carries in the header `Ronde-Seq` how far the client has read;
 * `GET ?since=<seq>&client=<uuid>` waits for more (204 or an empty body: nothing new). POSTs go one at a time, so
 * frames keep their order.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { uuidv4 } from "lib0/random";
import { BROKEN, type Dial, type Link, type LinkHooks } from "./transport";

/** HTTP statuses that no retry can mend, as websocket close codes. */
const CLOSE_CODES: Readonly<Record<number, number>> = { 401: 4401, 403: 4403, 410: 4404, 413: 1009, 503: 1013 };

/** Least time (ms) between two polls with empty responses. */
const PAUSE = 1_000;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export function packFrames(frames: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const to = encoding.createEncoder();
  for (const frame of frames) encoding.writeVarUint8Array(to, frame);
  return new Uint8Array(encoding.toUint8Array(to));
}

export function unpackFrames(body: Uint8Array): Uint8Array[] {
  const from = decoding.createDecoder(body);
  const frames: Uint8Array[] = [];
  while (decoding.hasContent(from)) frames.push(decoding.readVarUint8Array(from));
  return frames;
}

/** `headers` is called before each request (the CSRF token may change at sign-in). */
export function dialLongPoll(base: string, headers: () => Record<string, string>): Dial {
  return (hooks) => new LongPoll(`${base}/sync`, headers, hooks);
}

class LongPoll implements Link {
  private readonly client = uuidv4();
  private readonly abort = new AbortController();
  private readonly outgoing: Uint8Array[] = [];
  private since = "0";
  private posting = false;

  constructor(
    private readonly address: string,
    private readonly headers: () => Record<string, string>,
    private readonly hooks: LinkHooks,
  ) {
    void this.greet();
  }

  send(frame: Uint8Array): void {
    this.outgoing.push(frame);
    void this.post();
  }

  close(): void {
    this.abort.abort();
  }

  private async greet(): Promise<void> {
    this.posting = true;
    const frames = await this.exchange("POST", packFrames([]));
    this.posting = false;
    if (!frames) return;
    this.hooks.opened();
    this.deliver(frames);
    void this.poll();
    void this.post();
  }

  private async post(): Promise<void> {
    if (this.posting) return;
    this.posting = true;
    while (this.outgoing.length > 0) {
      const frames = await this.exchange("POST", packFrames(this.outgoing.splice(0)));
      if (!frames) return;
      this.deliver(frames);
    }
    this.posting = false;
  }

  private async poll(): Promise<void> {
    for (;;) {
      const started = Date.now();
      const frames = await this.exchange("GET");
      if (!frames) return;
      this.deliver(frames);
      // A server or proxy that does not hold the request must not be polled without pause.
      if (frames.length === 0 && Date.now() - started < PAUSE) await pause(PAUSE);
    }
  }

  private deliver(frames: Uint8Array[]): void {
    for (const frame of frames) if (!this.abort.signal.aborted) this.hooks.received(frame);
  }

  /** The frames of the response; null when the link has closed. */
  private async exchange(method: "GET" | "POST", body?: Uint8Array<ArrayBuffer>): Promise<Uint8Array[] | null> {
    const query = new URLSearchParams({ client: this.client, ...(method === "GET" ? { since: this.since } : {}) });
    try {
      const response = await fetch(`${this.address}?${query}`, {
        method,
        headers: { ...this.headers(), "Content-Type": "application/octet-stream" },
        cache: "no-store",
        signal: this.abort.signal,
        ...(body ? { body } : {}),
      });
      if (!response.ok) return this.end(CLOSE_CODES[response.status] ?? BROKEN);
      if (method === "GET" || this.since === "0") this.since = response.headers.get("Ronde-Seq") ?? this.since;
      return unpackFrames(new Uint8Array(await response.arrayBuffer()));
    } catch {
      return this.end(BROKEN);
    }
  }

  private end(code: number): null {
    if (!this.abort.signal.aborted) {
      this.abort.abort();
      this.hooks.closed(code);
    }
    return null;
  }
}
