// People who have a document open and do nothing: what each of them costs.
import { setTimeout as sleep } from "node:timers/promises";
import { Listener } from "./clients.mjs";
import { bytesOf, secondsOf } from "./processes.mjs";
import { connectAll, newTally, roomOf } from "./rooms.mjs";

const OPENED_S = 5; // after which what opening them cost is over

export async function idle({ server, documents, people, seconds }) {
  const tally = newTally();
  const rooms = documents.map(roomOf);
  const openers = rooms.map((room, index) => new Listener(server, room, tally, index));
  await connectAll(openers); // the documents themselves are not what a socket costs
  await sleep(OPENED_S * 1000);
  const empty = bytesOf(server.pids);
  const clients = Array.from({ length: people }, (_, n) => new Listener(server, rooms[n % rooms.length], tally, n));
  await connectAll(clients);
  await sleep(OPENED_S * 1000);
  const [full, before] = [bytesOf(server.pids), secondsOf(server.pids)];
  await sleep(seconds * 1000);
  const cpu = secondsOf(server.pids) - before;
  for (const client of [...openers, ...clients]) client.leave();
  return {
    kibEach: (full - empty) / 1024 / people,
    cpuPercent: (100 * cpu) / seconds,
    cpuUsEach: (1e6 * cpu) / seconds / people,
    faults: tally.broken,
  };
}
