/**
 * Load documents in Yjs, as a browser would: a JSON object a line on stdin, {"id", "updates": [base64, …]}; on stdout
 * {"id", "text", "xml", "pending"}, the texts of the root types `t` and `default`, and whether something is missing.
 */
import { createInterface } from "node:readline";
import * as Y from "yjs";

for await (const line of createInterface({ input: process.stdin })) {
  const { id, updates } = JSON.parse(line);
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, Buffer.from(update, "base64"));
  const pending = doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
  const [text, xml] = [doc.getText("t").toString(), doc.getXmlFragment("default").toString()];
  process.stdout.write(`${JSON.stringify({ id, text, xml, pending })}\n`);
}
