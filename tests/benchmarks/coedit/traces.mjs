// Real editing traces (editing-traces' .json.gz): in one order, or with the parents of each transaction.
import fs from "node:fs";
import zlib from "node:zlib";
import * as Y from "yjs";

const SURROGATE = /[\ud800-\udfff]/;

// {txns, endContent, …}. Positions of a trace count code points, those of Yjs UTF-16: both are the same here, or it throws.
export function readTrace(path) {
  const text = zlib.gunzipSync(fs.readFileSync(path)).toString();
  const trace = JSON.parse(text);
  const said = trace.txns.flatMap(({ patches }) => patches.map(([, , inserted]) => inserted));
  if (said.some((inserted) => SURROGATE.test(inserted))) throw new Error(`${path}: beyond the basic plane`);
  return trace;
}

// Edits again and again behind each other's text: `count` of them as a person typed them.
export function* edits(path, count) {
  const { txns, endContent } = readTrace(path);
  const patches = txns.flatMap((one) => one.patches);
  for (let number = 0; number < count; number += 1) {
    const [place, deleted, inserted] = patches[number % patches.length];
    yield [Math.floor(number / patches.length) * endContent.length + place, deleted, inserted];
  }
}

export function apply(text, [place, deleted, inserted]) {
  if (deleted) text.delete(place, deleted);
  if (inserted) text.insert(place, inserted);
}

// The Yjs updates of a trace, one for each patch, in an order in which each follows what it rests on:
// [{agent, update, needs: Map(client id → clock)}], where `needs` says what of others its author must have by then.
export function updatesOf({ kind, txns, numAgents = 1 }) {
  const docs = Array.from({ length: numAgents }, () => new Y.Doc());
  // Where two insert at one place at once, Yjs puts first who has the lesser id: by chance, if it chose the ids.
  for (const [agent, doc] of docs.entries()) doc.clientID = 1 + agent;
  const [made, madeBy, seenBy] = [[], [], docs.map(() => new Set())];
  for (const [index, { agent = 0, parents = [], patches }] of txns.entries()) {
    const doc = docs[agent];
    const hasLearnt = kind === "concurrent" && learn(parents, { doc, seen: seenBy[agent], txns, madeBy });
    seenBy[agent].add(index);
    madeBy[index] = patches.map((patch) => updateBy(doc, () => apply(doc.getText("content"), patch)));
    const needs = hasLearnt ? othersIn(doc) : new Map();
    made.push(...madeBy[index].map((update, number) => ({ agent, update, needs: number ? new Map() : needs })));
  }
  return made;
}

function updateBy(doc, act) {
  let made = null;
  doc.once("update", (update) => {
    made = update;
  });
  doc.transact(act);
  return made;
}

// Applies what these transactions, and those before them, made and this document lacks; returns whether there was any.
function learn(parents, { doc, seen, txns, madeBy }) {
  const [todo, lacking] = [[...parents], []];
  while (todo.length) {
    const index = todo.pop();
    if (seen.has(index)) continue;
    seen.add(index);
    lacking.push(index);
    todo.push(...txns[index].parents);
  }
  lacking.sort((a, b) => a - b);
  for (const index of lacking) for (const update of madeBy[index]) Y.applyUpdate(doc, update);
  return lacking.length > 0;
}

// How much the document has of others.
function othersIn(doc) {
  const vector = Y.decodeStateVector(Y.encodeStateVector(doc));
  vector.delete(doc.clientID);
  return vector;
}
