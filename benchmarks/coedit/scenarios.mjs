// Runs one scenario against one server: scenarios.mjs '{"scenario": "typing", "server": {...}, ...}'; prints JSON.
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import zlib from "node:zlib";
import * as Y from "yjs";
import { Listener, Person } from "./clients.mjs";
import { secondsOf } from "./processes.mjs";

const LETTERS = "etaoin shrdlucmfwypvbgkjqxz";
const WARM_S = 1.5;
const DRAIN_S = 20;
const LEFT_MS = 15_000; // that a document is left alone before the server is stopped
const AT_ONCE = 32; // that connect at a time

// An even random sequence that is the same in each run.
function randoms(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const newTally = () => ({ delivered: 0, sent: 0, broken: 0, waits: null, since: 0 });
const roomOf = (document) => ({ document, typed: new Map(), clients: [] });

function quantile(sorted, share) {
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] : null;
}

// Documents in which people type: what all of it costs for each insertion that reached somebody.
async function typing({ server, documents, people, listeners, rate, cursors, seconds }) {
  const tally = newTally();
  const rooms = documents.map(roomOf);
  for (const [number, room] of rooms.entries()) {
    for (let index = 0; index < people + listeners; index += 1) {
      const Kind = index < people ? Person : Listener;
      room.clients.push(new Kind(server, room, tally, number * (people + listeners) + index));
    }
  }
  await connectAll(rooms.flatMap((room) => room.clients));
  const typers = rooms.flatMap((room) => room.clients.slice(0, people));
  for (const typer of typers) typer.becomeTyper();
  const stop = startTyping(typers, rate, cursors);
  await sleep(WARM_S * 1000);
  const before = { ...tally, cpu: secondsOf(server.pids) };
  const own = process.cpuUsage();
  const began = performance.now();
  Object.assign(tally, { waits: [], since: began });
  await sleep(seconds * 1000);
  const wall = (performance.now() - began) / 1000;
  const [delivered, cpu] = [tally.delivered - before.delivered, secondsOf(server.pids) - before.cpu];
  const { user, system } = process.cpuUsage(own);
  const waits = tally.waits.sort((a, b) => a - b);
  tally.waits = null;
  stop();
  const missing = await settle(rooms);
  const differing = rooms.filter((room) => new Set(room.clients.slice(0, people).map((one) => `${one.text}`)).size > 1);
  for (const { clients } of rooms) for (const client of clients) client.leave();
  return {
    perCpuS: delivered / cpu,
    cpuShare: cpu / wall,
    p95: quantile(waits, 0.95),
    perS: delivered / wall,
    driverShare: (user + system) / 1e6 / wall,
    faults: missing + differing.length + tally.broken,
  };
}

async function connectAll(clients) {
  const waiting = [...clients];
  const some = Array.from({ length: AT_ONCE }, async () => {
    for (let client = waiting.pop(); client; client = waiting.pop()) await client.connect();
  });
  await Promise.all(some);
}

// People type letters at random places and at random times, each `rate` a second; returns what stops them.
function startTyping(typers, rate, cursors) {
  const random = randoms(7);
  const pause = () => (-Math.log(1 - random()) * 1000) / rate;
  const due = typers.map(() => performance.now() + pause());
  const timer = setInterval(() => {
    const now = performance.now();
    for (const [index, typer] of typers.entries()) {
      for (; due[index] <= now; due[index] += pause()) {
        const place = Math.floor(random() * (typer.text.length + 1));
        typer.type(place, LETTERS[Math.floor(random() * LETTERS.length)], cursors);
      }
    }
  }, 1);
  return () => clearInterval(timer);
}

// Waits until everybody has everything; returns how much somebody lacks all the same.
async function settle(rooms) {
  const lacking = () => {
    let count = 0;
    for (const { typed, clients } of rooms) {
      for (const [author, { owner, ends }] of typed) {
        for (const client of clients) if (client !== owner) count += ends.length - (client.seen.get(author) ?? 0);
      }
    }
    return count;
  };
  const until = performance.now() + DRAIN_S * 1000;
  while (lacking() && performance.now() < until) await sleep(20);
  return lacking();
}

// Edits of a real trace, again and again behind each other's text: `count` of them as a person typed them.
function* edits(trace, count) {
  const { txns, endContent } = JSON.parse(zlib.gunzipSync(fs.readFileSync(trace)));
  const patches = txns.flatMap((one) => one.patches);
  for (let number = 0; number < count; number += 1) {
    const [place, deleted, inserted] = patches[number % patches.length];
    yield [Math.floor(number / patches.length) * endContent.length + place, deleted, inserted];
  }
}

function apply(text, [place, deleted, inserted]) {
  if (deleted) text.delete(place, deleted);
  if (inserted) text.insert(place, inserted);
}

// One person sends edit after edit as fast as the server reads; then another opens the document.
async function ingest({ server, documents: [document], trace, count }) {
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
async function fill({ server, documents: [document], trace, count }) {
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

// Opens a document: the first time, and again while somebody else has it open. Who is timed takes the text and does not
// read it, which would take longer than all the rest.
async function join({ server, documents: [document, other], length, times }) {
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

const { scenario, ...options } = JSON.parse(process.argv[2]);
const result = await { typing, ingest, fill, join }[scenario](options);
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
