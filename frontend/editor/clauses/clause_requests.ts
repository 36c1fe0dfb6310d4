/** Reads which blocks of a document are clauses, and makes one of a block. */

export interface ClauseMark {
  block: string;
  key: string;
  address: string;
  state: "draft" | "ratified" | "changed" | "retired";
  /** The state in words. */
  words: string;
  /** The number of the baseline that has its text. */
  baseline: string;
  suspect: boolean;
  circles: { name: string; hue: number }[];
}

/** The clauses of a document; null without an answer. */
export async function readMarks(address: string): Promise<ClauseMark[] | null> {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (!response.ok || response.redirected) return null;
    return ((await response.json()) as { clauses: ClauseMark[] }).clauses;
  } catch {
    return null; // offline: read again when the connection is back
  }
}

/** Makes a clause of a block; returns its key, or why it was refused. */
export async function makeClause(
  address: string,
  block: string,
  headers: Record<string, string>,
): Promise<{ key: string } | { refused: string }> {
  const body = new FormData();
  body.set("block", block);
  try {
    const response = await fetch(address, {
      method: "POST",
      body,
      headers: { ...headers, Accept: "application/json" },
    });
    const said: unknown = await response.json().catch(() => null);
    if (response.ok && isNamed(said)) return { key: said.key };
    return { refused: sentence(said) };
  } catch {
    return { refused: "" };
  }
}

const isNamed = (said: unknown): said is { key: string } =>
  typeof said === "object" && said !== null && "key" in said && typeof said.key === "string";

const sentence = (said: unknown): string =>
  typeof said === "object" && said !== null && "detail" in said && typeof said.detail === "string" ? said.detail : "";
