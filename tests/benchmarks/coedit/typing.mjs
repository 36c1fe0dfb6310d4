// Documents in which people type: what all of it costs for each insertion that reached another client.
import { setTimeout as sleep } from "node:timers/promises";
import { Listener, Person } from "./clients.mjs";
import { secondsOf } from "./processes.mjs";
import { connectAll, newTally, roomOf, startTyping, timeDeliveries, waitForDelivery } from "./rooms.mjs";

const WARM_S = 1.5;

export async function typing({ server, documents, people, listeners, rate, cursors, seconds }) {
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
  const timed = timeDeliveries(tally);
  await sleep(seconds * 1000);
  const wall = (performance.now() - began) / 1000;
  const [delivered, cpu] = [tally.delivered - before.delivered, secondsOf(server.pids) - before.cpu];
  const { user, system } = process.cpuUsage(own);
  const p95 = timed();
  stop();
  const missing = await waitForDelivery(rooms);
  const differing = rooms.filter((room) => new Set(room.clients.slice(0, people).map((one) => `${one.text}`)).size > 1);
  for (const { clients } of rooms) for (const client of clients) client.leave();
  return {
    perCpuS: delivered / cpu,
    cpuShare: cpu / wall,
    p95,
    perS: delivered / wall,
    driverShare: (user + system) / 1e6 / wall,
    faults: missing + differing.length + tally.broken,
  };
}
