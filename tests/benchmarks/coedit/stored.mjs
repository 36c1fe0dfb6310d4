// Documents that are filled and opened again.
import { setTimeout as sleep } from "node:timers/promises";
import * as Y from "yjs";
import { Listener, Person } from "./clients.mjs";
import { secondsOf } from "./processes.mjs";
import { newTally, roomOf } from "./rooms.mjs";
import { apply, edits } from "./traces.mjs";

const LEFT_MS = 15_000; // that a document is left alone before the server is stopped

// One person sends edit after edit as fast as the server reads; then another opens the document.
export async function ingest({ server, documents: [document], trace, count }) {
  const [doc, updates] = [new Y.Doc(), []];
  doc.on("update", (update) => updates.push(update));
  for (const edit of edits(trace, count)) doc.transact(() => apply(doc.getText("content"), edit));
  const author = new Person(server, roomOf(document), newTally());
  await author.connect();
  const [before, began] = [secondsOf(server.pids), performance.now()];
  for (const update of updates) {
    author.sendUpdate(update);
    while (author.socket.bufferedAmount > 1 << 18) await sleep(1);
  }
  const caughtUp = author.caughtUp();
  const newcomer = new Person(server, roomOf(document), newTally(), 1);
  await caughtUp;
  const wall = (performance.now() - began) / 1000;
  const openMs = await newcomer.connect();
  await sleep(1000); // what the server does once it is quiet belongs to the price
  const cpu = secondsOf(server.pids) - before;
  const isSame = `${newcomer.text}` === `${doc.getText("content")}`;
  author.leave();
  newcomer.leave();
  return { perCpuS: updates.length / cpu, perS: updates.length / wall, openMs, faults: isSame ? 0 : 1 };
}

// Puts a document of many edits there, as one update of each hundred thousand bytes or so.
export async function fill({ server, documents: [document], trace, count }) {
  const doc = new Y.Doc();
  const author = new Person(server, roomOf(document), newTally());
  await author.connect();
  let known = Y.encodeStateVector(doc);
  let number = 0;
  for (const edit of edits(trace, count)) {
    doc.transact(() => apply(doc.getText("content"), edit));
    number += 1;
    if (number % 20_000 && number < count) continue;
    author.sendUpdate(Y.encodeStateAsUpdate(doc, known));
    known = Y.encodeStateVector(doc);
  }
  await author.caughtUp();
  author.leave();
  await sleep(LEFT_MS); // Hocuspocus writes two seconds later; Ronde keeps the document for ten, then its snapshot
  return { faults: 0, length: doc.getText("content").length };
}

// Opens a document: the first time, and again while another client has it open. Who is timed takes the text and does not
// read it, which would take longer than all the rest.
export async function join({ server, documents: [document, other], length, times }) {
  const open = async (name, Kind) => {
    const client = new Kind(server, roomOf(name), newTally());
    return [await client.connect(), client];
  };
  const [, stranger] = await open(other, Listener); // so that the server itself is warm
  const [coldMs] = await open(document, Listener);
  const [, holder] = await open(document, Person);
  const [warm, before] = [[], secondsOf(server.pids)];
  for (let time = 0; time < times; time += 1) {
    const [tookMs, client] = await open(document, Listener);
    warm.push(tookMs);
    client.leave();
    await sleep(20);
  }
  const cpuMs = (1000 * (secondsOf(server.pids) - before)) / times;
  const faults = holder.text.length === length ? 0 : 1;
  for (const person of [stranger, holder]) person.leave();
  return { coldMs, warmMs: Math.min(...warm), cpuMs, faults };
}
