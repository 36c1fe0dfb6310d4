// A real editing session typed again, edit by edit, by as many people as it had: each types as soon as what they had
// seen then has reached them. One client watches, and another opens the document afterwards.
import { setTimeout as sleep } from "node:timers/promises";
import * as Y from "yjs";
import { Person } from "./clients.mjs";
import { secondsOf } from "./processes.mjs";
import { newTally, roomOf, until } from "./rooms.mjs";
import { readTrace, updatesOf } from "./traces.mjs";

const BUFFERED = 1 << 16; // bytes: a person waits for a network that is full
const PATIENCE_S = 120;

export async function replay({ server, documents: [document], trace, count }) {
  const session = readTrace(trace);
  const isWhole = !count || count >= session.txns.length;
  if (!isWhole) session.txns = session.txns.slice(0, count);
  const updates = updatesOf(session);
  const expected = new Y.Doc();
  for (const { update } of updates) Y.applyUpdate(expected, update);
  const text = `${expected.getText("content")}`;
  if (isWhole && text !== session.endContent) throw new Error("the trace itself gives another text");
  const room = roomOf(document);
  const tally = newTally();
  const authors = Array.from({ length: session.numAgents ?? 1 }, (_, index) => new Person(server, room, tally, index));
  const observer = new Person(server, room, tally, authors.length);
  for (const person of [...authors, observer]) await person.connect();
  const [before, began] = [secondsOf(server.pids), performance.now()];
  await Promise.all(
    authors.map((author, agent) =>
      type(
        author,
        updates.filter((one) => one.agent === agent),
      ),
    ),
  );
  const present = [...authors, observer];
  const arrived = await until(() => present.every((person) => `${person.text}` === text), PATIENCE_S);
  const wall = (performance.now() - began) / 1000;
  const cpu = secondsOf(server.pids) - before;
  const newcomer = new Person(server, room, tally, present.length);
  const openMs = await newcomer.connect();
  const isSame = arrived && (await until(() => `${newcomer.text}` === text, PATIENCE_S));
  for (const person of [...present, newcomer]) person.leave();
  return {
    perCpuS: updates.length / cpu,
    perS: updates.length / wall,
    openMs,
    faults: (isSame ? 0 : 1) + tally.broken,
  };
}

async function type(author, updates) {
  const has = (needs) => [...needs].every(([client, clock]) => Y.getState(author.doc.store, client) >= clock);
  for (const { update, needs } of updates) {
    while (!has(needs)) await author.change();
    // Applied as if it had come from elsewhere, so that it is sent once, here, and as the trace made it.
    Y.applyUpdate(author.doc, update, author);
    author.sendUpdate(update);
    while (author.socket.bufferedAmount > BUFFERED) await sleep(1);
  }
}
