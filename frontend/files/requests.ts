/** Requests of uploads: what was answered, and how to tell a lost connection from a refusal. */
import { pageString } from "../strings";

/** The server's answer: what was asked for, or a sentence for people and a code for us. */
export type Answer<T> = { status: number; body: T | null; sentence: string; code: string };

/** The server refuses it for good; the message is a sentence for people. */
export class UploadRefused extends Error {
  constructor(
    message: string,
    /** What came so far waits for the person to sign in again. */
    readonly isSignedOut = false,
  ) {
    super(message);
  }
}

export function refusal(answer: Answer<unknown>): UploadRefused {
  return new UploadRefused(answer.sentence, answer.status === SIGNED_OUT);
}

/** No answer came (`answered` is false), or the server could not do it now. */
class Lost extends Error {
  constructor(
    message: string,
    readonly answered: boolean,
  ) {
    super(message);
  }
}

const SIGNED_OUT = 401;
const TOO_OFTEN = 429;
const GONE = [404, 410];

export function lostConnection(error: unknown): error is Lost {
  return error instanceof Lost;
}

export function isGone(answer: Answer<unknown>): boolean {
  return GONE.includes(answer.status);
}

export async function ask<T>(method: string, url: string, body?: object): Promise<Answer<T>> {
  const headers = { ...csrfHeaders(), ...(body && { "Content-Type": "application/json" }) };
  let response: Response;
  try {
    response = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  } catch {
    throw new Lost(pageString("lost"), false);
  }
  return answerOf(response.status, await response.text().catch(() => ""));
}

/** Send the bytes of a piece; an `XMLHttpRequest`, as `fetch` does not say how much has left. */
export function sendPiece<T>(
  url: string,
  piece: Blob,
  offset: number,
  onProgress: (sent: number) => void,
  signal?: AbortSignal,
): Promise<Answer<T>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const finish = (act: () => void) => {
      signal?.removeEventListener("abort", abort);
      act();
    };
    const abort = () => {
      request.abort();
      finish(() => reject(signal?.reason));
    };
    request.open("PATCH", url);
    for (const [name, value] of Object.entries(csrfHeaders())) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/offset+octet-stream");
    request.setRequestHeader("Upload-Offset", String(offset));
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onerror = () => finish(() => reject(new Lost(pageString("lost"), false)));
    request.onload = () =>
      finish(() => {
        try {
          resolve(answerOf<T>(request.status, request.responseText));
        } catch (error) {
          reject(error);
        }
      });
    signal?.addEventListener("abort", abort);
    request.send(piece);
  });
}

function answerOf<T>(status: number, text: string): Answer<T> {
  if (status >= 500 || status === TOO_OFTEN) throw new Lost(pageString("broken"), true);
  const found = parsed(text);
  if (status < 400) return { status, body: found as T, sentence: "", code: "" };
  const sentence = (status !== SIGNED_OUT && found.detail) || pageString(status === SIGNED_OUT ? "signedOut" : "lost");
  return { status, body: null, sentence, code: found.code ?? "" };
}

function parsed(text: string): { detail?: string; code?: string } {
  try {
    return JSON.parse(text) as { detail?: string; code?: string };
  } catch {
    return {};
  }
}

/** The page carries its CSRF token for htmx. */
function csrfHeaders(): Record<string, string> {
  const headers: unknown = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}");
  return typeof headers === "object" && headers !== null ? { ...headers } : {};
}
