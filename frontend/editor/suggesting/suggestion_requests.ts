/** Sends what a person suggests, and reads what the server has of it. */
import { fromBase64, toBase64 } from "lib0/buffer";

/** Bytes of an update that a browser sends on when its page is left; in all it takes 64 kB. */
const LEAVES_ALONG = 40_000;

export interface OwnState {
  id: number | null;
  seq: number;
  /** `over`: it goes on no more, what is suggested next is another one. */
  state: "open" | "ended" | "over";
  updates: Uint8Array[];
}

export const addressOf = (address: string, id: number | null, after: number): string =>
  `${address}own?after=${after}${id ? `&suggestion=${id}` : ""}`;

export async function readOwn(address: string): Promise<OwnState | null> {
  try {
    const response = await fetch(address);
    if (!response.ok || response.redirected) return null;
    const { id, seq, state, updates } = (await response.json()) as Omit<OwnState, "updates"> & { updates: string[] };
    return { id, seq, state, updates: updates.map(fromBase64) };
  } catch {
    return null; // offline: read again with the next change
  }
}

/** Returns the suggestion's id; "lost" where it is to be sent again, or why it never will be taken. */
export async function sendOwn(
  address: string,
  headers: Record<string, string>,
  { update, key, id }: { update: Uint8Array; key: string; id: number | null },
): Promise<{ id: number } | { refused: string } | "lost"> {
  const body = new FormData();
  body.set("key", key);
  body.set("update", toBase64(update));
  if (id) body.set("suggestion", String(id));
  try {
    const response = await fetch(address, {
      method: "POST",
      body,
      keepalive: update.length < LEAVES_ALONG, // sent also as one leaves the page
      headers: { ...headers, Accept: "application/json" },
    });
    if (response.ok && !response.redirected) return (await response.json()) as { id: number };
    if (response.status >= 500 || response.status === 429) return "lost";
    const said: unknown = await response.json().catch(() => null);
    return { refused: sentence(said) };
  } catch {
    return "lost";
  }
}

const sentence = (said: unknown): string =>
  typeof said === "object" && said !== null && "detail" in said && typeof said.detail === "string" ? said.detail : "";
