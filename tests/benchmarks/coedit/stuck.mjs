// People type, and then some come who ask for the whole document again and again and read nothing.
import { setTimeout as sleep } from "node:timers/promises";
import { Listener, Person } from "./clients.mjs";
import { bytesOf } from "./processes.mjs";
import { connectAll, newTally, roomOf, startTyping, timeDeliveries, until, waitForDelivery } from "./rooms.mjs";

const WARM_S = 1.5;
const TEXT = 200_000; // letters of the document
const TIMES = 100; // that each stuck one asks for it
const CUT_OFF_S = 30; // to wait for that at the end

export async function stuck({ server, documents: [document], people, listeners, rate, readers, seconds }) {
  const tally = newTally();
  const room = roomOf(document);
  room.clients = Array.from({ length: people + listeners }, (_, index) => {
    const Kind = index < people ? Person : Listener;
    return new Kind(server, room, tally, index);
  });
  await connectAll(room.clients);
  const typers = room.clients.slice(0, people);
  typers[0].text.insert(0, "a sentence. ".repeat(Math.ceil(TEXT / 12)));
  await until(() => typers.every(({ text }) => text.length >= TEXT), CUT_OFF_S);
  for (const typer of typers) typer.becomeTyper();
  const stop = startTyping(typers, rate, false);
  await sleep(WARM_S * 1000);
  let timed = timeDeliveries(tally);
  await sleep(seconds * 1000);
  const p95Before = timed();
  const before = bytesOf(server.pids);
  const others = newTally();
  const blocked = Array.from({ length: readers }, (_, index) => {
    return new Listener(server, roomOf(document), others, people + listeners + index);
  });
  await connectAll(blocked);
  timed = timeDeliveries(tally);
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, bytesOf(server.pids));
  }, 100);
  for (const reader of blocked) {
    reader.socket.pause();
    for (let time = 0; time < TIMES; time += 1) reader.askForAll();
  }
  await sleep(seconds * 1000);
  stop();
  const missing = await waitForDelivery([room]);
  const p95 = timed(); // what came only now is late, and counts
  clearInterval(watching);
  const isSame = new Set(typers.map((one) => `${one.text}`)).size === 1;
  for (const client of [...room.clients, ...blocked]) client.leave();
  return {
    p95Before,
    p95,
    mibEach: (most - before) / 1024 / 1024 / readers,
    faults: missing + (isSame ? 0 : 1) + tally.broken,
  };
}
