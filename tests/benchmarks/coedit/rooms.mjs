// What all scenarios share: rooms of clients, chance, waiting for all of them.
import { setTimeout as sleep } from "node:timers/promises";

const LETTERS = "etaoin shrdlucmfwypvbgkjqxz";
const DRAIN_S = 20;
const AT_ONCE = 32; // that connect at a time

// An even random sequence that is the same in each run.
export function randoms(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export const newTally = () => ({ delivered: 0, sent: 0, broken: 0, waits: null, since: 0 });
export const roomOf = (document) => ({ document, typed: new Map(), clients: [] });

export function quantile(sorted, share) {
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] : null;
}

// Notes from now on how long deliveries take; returns what ends that and gives the 95th of a hundred, in ms.
export function timeDeliveries(tally) {
  Object.assign(tally, { waits: [], since: performance.now() });
  return () => {
    const waits = tally.waits.sort((a, b) => a - b);
    tally.waits = null;
    return quantile(waits, 0.95);
  };
}

export async function connectAll(clients) {
  const waiting = [...clients];
  const some = Array.from({ length: AT_ONCE }, async () => {
    for (let client = waiting.pop(); client; client = waiting.pop()) await client.connect();
  });
  await Promise.all(some);
}

// People type letters at random places and at random times, each `rate` a second; returns what stops them.
export function startTyping(typers, rate, cursors) {
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

// Waits until all clients have everything; returns how much one of them lacks all the same.
export async function waitForDelivery(rooms) {
  const lacking = () => {
    let count = 0;
    for (const { typed, clients } of rooms) {
      for (const [author, { owner, ends }] of typed) {
        for (const client of clients) if (client !== owner) count += ends.length - (client.seen.get(author) ?? 0);
      }
    }
    return count;
  };
  await until(() => !lacking(), DRAIN_S);
  return lacking();
}

// Waits until something holds, at most so many seconds; returns whether it does.
export async function until(holds, seconds) {
  const end = performance.now() + seconds * 1000;
  while (!holds() && performance.now() < end) await sleep(20);
  return holds();
}
