/**
 * Send one file to the server, piece by piece. A lost connection is waited out; after a reload, or a restart of browser
 * or server, the same file goes on where it was: how much came is asked of the server.
 */
import { waitBefore } from "../reconnect_wait";
import { forgetUpload, knownUpload, rememberUpload, type UploadTarget } from "./known_uploads";
import { type Answer, ask, isGone, lostConnection, refusal, sendPiece, UploadRefused } from "./requests";

export type { UploadTarget } from "./known_uploads";
export { UploadRefused } from "./requests";

export type UploadedFile = {
  id: string;
  name: string;
  url: string;
  kind: "image" | "pdf" | "file";
  size: number;
  width?: number | null;
  height?: number | null;
  sizes: number[];
};
export type UploadOptions = {
  /** How much has come, from 0 to 1; called often. */
  onProgress?: (share: number) => void;
  /** Whether it waits for the connection to come back. */
  onWaiting?: (isWaiting: boolean) => void;
  /** Cancels it: the pieces are deleted, and the promise is rejected with an `AbortError`. */
  signal?: AbortSignal;
};
export type UploadState = {
  id: string;
  size: number;
  offset: number;
  largest_piece: number;
  done: boolean;
  file: UploadedFile | null;
};

const FIRST_PIECE = 256 * 1024;
const QUICK_MS = 1_000;
const SLOW_MS = 6_000;
/** So often a server that answers, but with an error of its own, is asked again. */
const TRIES = 6;

/** Send it; rejects with `UploadRefused` (its message is for people) or an `AbortError`. */
export async function upload(file: File, on: UploadTarget, options: UploadOptions = {}): Promise<UploadedFile> {
  const { file: uploaded } = await sendWhole(file, on, options);
  if (!uploaded) throw new UploadRefused("");
  return uploaded;
}

/** Send what is no file of a thing, such as a copy to import; returns the id of the upload. */
export async function uploadRaw(file: File, on: UploadTarget, options: UploadOptions = {}): Promise<string> {
  return (await sendWhole(file, on, options)).id;
}

async function sendWhole(file: File, on: UploadTarget, options: UploadOptions): Promise<UploadState> {
  const sending = new Sending(file, on, options);
  try {
    const state = await sending.send();
    forgetUpload(file, on);
    return state;
  } catch (error) {
    if (options.signal?.aborted || (error instanceof UploadRefused && !error.isSignedOut)) {
      forgetUpload(file, on);
      sending.cancel();
    }
    throw error;
  }
}

class Sending {
  #state: UploadState | undefined;
  #isStale = true;
  #piece = FIRST_PIECE;

  constructor(
    private readonly file: File,
    private readonly on: UploadTarget,
    private readonly options: UploadOptions,
  ) {}

  async send(): Promise<UploadState> {
    let tries = 0;
    for (;;) {
      this.options.signal?.throwIfAborted();
      const before = this.#state?.offset;
      try {
        const state = await this.#step();
        if (state.done) return state;
        tries = 0;
      } catch (error) {
        if (!lostConnection(error)) throw error;
        tries = this.#state?.offset === before ? tries + 1 : 1;
        if (error.answered && tries > TRIES) throw new UploadRefused(error.message);
        this.#piece = FIRST_PIECE;
        this.#isStale = true;
        await this.#wait(tries);
      }
    }
  }

  /** Delete what came of it; nobody waits for that. */
  cancel(): void {
    if (this.#state && !this.#state.done) void ask("DELETE", `/api/v1/uploads/${this.#state.id}`).catch(() => {});
  }

  async #step(): Promise<UploadState> {
    if (this.#isStale || !this.#state) this.#state = (await this.#known()) ?? (await this.#begin());
    this.#isStale = false;
    const { id, offset, largest_piece: largest } = this.#state;
    if (this.#state.done) return this.#state;
    const piece = this.file.slice(offset, offset + Math.min(this.#piece, largest));
    const begun = performance.now();
    const report = (sent: number) => this.#report(offset + Math.min(sent, piece.size));
    const answer = await sendPiece<UploadState>(`/api/v1/uploads/${id}`, piece, offset, report, this.options.signal);
    this.#pace(performance.now() - begun, piece.size);
    await this.#take(answer);
    return this.#state;
  }

  async #take(answer: Answer<UploadState>): Promise<void> {
    if (answer.body) this.#state = answer.body;
    else if (answer.code === "being_prepared") await this.#wait(5);
    else if (answer.code === "wrong_offset") this.#isStale = true;
    else throw refusal(answer);
    this.#report(this.#state?.offset ?? 0);
  }

  async #begin(): Promise<UploadState> {
    const { name, size } = this.file;
    const answer = await ask<UploadState>("POST", "/api/v1/uploads", { name, size, ...this.on });
    if (!answer.body) throw refusal(answer);
    rememberUpload(this.file, this.on, answer.body.id);
    return answer.body;
  }

  /** What the server has of this file, from before a cut or a reload; nothing where it has none. */
  async #known(): Promise<UploadState | undefined> {
    const id = this.#state?.id ?? knownUpload(this.file, this.on);
    if (!id) return undefined;
    const answer = await ask<UploadState>("GET", `/api/v1/uploads/${id}`);
    if (answer.body?.size === this.file.size) return answer.body;
    if (answer.body || isGone(answer)) return undefined;
    throw refusal(answer);
  }

  /** Larger pieces while they go quickly: fewer requests, and what a cut costs stays a few seconds' work. */
  #pace(took: number, size: number): void {
    if (took < QUICK_MS && size === this.#piece) this.#piece *= 2;
    else if (took > SLOW_MS) this.#piece = Math.max(FIRST_PIECE, this.#piece / 2);
  }

  #report(bytes: number): void {
    this.options.onProgress?.(this.file.size ? bytes / this.file.size : 1);
  }

  /** Wait a little, or until the device says that it is connected again. */
  async #wait(tries: number): Promise<void> {
    const { signal, onWaiting } = this.options;
    onWaiting?.(true);
    await new Promise<void>((resolve) => {
      const events = new AbortController();
      const go = () => {
        clearTimeout(timer);
        events.abort();
        resolve();
      };
      const timer = setTimeout(go, waitBefore(tries));
      addEventListener("online", go, { signal: events.signal });
      signal?.addEventListener("abort", go, { signal: events.signal });
    });
    onWaiting?.(false);
  }
}
