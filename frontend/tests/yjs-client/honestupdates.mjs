/**
 * Prints updates as Yjs itself writes them, a line each in base64: what four people do at random with texts, nodes,
 * marks, keys and undo, their differences, merges and what stays pending, in both encodings.
 *
 *   node honestupdates.mjs SEED ROUNDS
 */
import * as Y from "yjs";

let seed = Number(process.argv[2] ?? 1);
const random = () => {
  seed = (seed * 1103515245 + 12345) & 0x7fffffff;
  return seed / 0x7fffffff;
};
const below = (n) => Math.floor(random() * n);
const written = [];

function deleteSome(text, times) {
  for (let n = 0; n < times && text.length > 2; n++) text.delete(below(text.length - 1), 1);
}

function act(doc, docs, undo) {
  const text = doc.getText("t");
  const nodes = doc.getXmlFragment("x");
  const actions = [
    () => text.insert(below(text.length + 1), "abcdef".slice(0, 1 + below(6))),
    () => text.insert(below(text.length + 1), "wörd 😀"),
    () => deleteSome(text, 1 + below(4)),
    () => text.length > 0 && text.format(0, 1 + below(text.length), { bold: random() < 0.5 ? true : null }),
    () => {
      const element = new Y.XmlElement("p");
      element.insert(0, [new Y.XmlText("hello")]);
      nodes.insert(below(nodes.length + 1), [element]);
    },
    () => nodes.length > 0 && nodes.delete(below(nodes.length), 1),
    () => doc.getMap("m").set(`k${below(3)}`, below(100)),
    () => (random() < 0.6 ? undo.undo() : undo.redo()),
    () => {
      const other = docs[below(docs.length)];
      const difference = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other));
      written.push(difference);
      Y.applyUpdate(other, difference);
    },
    () =>
      doc.transact(() => {
        deleteSome(text, 10);
        text.insert(below(text.length + 1), "zzz");
        deleteSome(text, 10);
      }),
  ];
  actions[below(actions.length)]();
}

for (let round = 0; round < Number(process.argv[3] ?? 20); round++) {
  const docs = [0, 1, 2, 3].map(() => new Y.Doc({ gc: random() < 0.8 }));
  const undos = docs.map(
    (doc) => new Y.UndoManager([doc.getText("t"), doc.getXmlFragment("x"), doc.getMap("m")], { captureTimeout: 0 }),
  );
  const sent = [];
  for (const doc of docs) doc.on("update", (update) => sent.push(update));
  for (let step = 0; step < 100; step++) {
    const who = below(4);
    act(docs[who], docs, undos[who]);
  }
  written.push(...sent);
  for (let n = 0; n < 8; n++) {
    const some = Array.from({ length: 2 + below(8) }, () => sent[below(sent.length)]);
    const merged = Y.mergeUpdates(some);
    const pending = new Y.Doc();
    for (const update of some) Y.applyUpdate(pending, update);
    written.push(merged, Y.diffUpdate(merged, Y.encodeStateVector(docs[0])), Y.encodeStateAsUpdate(pending));
    written.push(Y.convertUpdateFormatV2ToV1(Y.mergeUpdatesV2(some.map(Y.convertUpdateFormatV1ToV2))));
  }
}
for (const update of written) process.stdout.write(`${Buffer.from(update).toString("base64")}\n`);
