/**
 * Cells go over a bounded number of columns and rows, whatever a forged update says: the editor remembers a place for
 * each, and a document with a cell over a billion could be opened by nobody. The server reads at most as many
 * (documents/richtext/table_grid.py). Nothing is written: every browser reads the same.
 */
import * as Y from "yjs";

const WIDEST_SPAN = 100;
const SPANS = new Set(["colspan", "rowspan"]);

export function boundSpans(doc: Y.Doc): void {
  doc.on("beforeObserverCalls", ({ beforeState, afterState }: Y.Transaction) => {
    for (const [client, end] of afterState) {
      const begin = beforeState.get(client) ?? 0;
      if (end <= begin) continue;
      const structs = doc.store.clients.get(client) ?? [];
      for (let at = structs.length - 1; at >= 0; at -= 1) {
        const struct = structs[at];
        if (!struct || struct.id.clock + struct.length <= begin) break;
        if (struct instanceof Y.Item && SPANS.has(struct.parentSub ?? "")) bound(struct);
      }
    }
  });
}

function bound({ content }: Y.Item): void {
  if (content instanceof Y.ContentAny) content.arr = content.arr.map(spanOf);
}

/** How far a cell goes, as others wrote it; 1 for what is no number. */
export function spanOf(written: unknown): number {
  const span = Math.trunc(Number(written));
  return span >= 1 ? Math.min(span, WIDEST_SPAN) : 1;
}
