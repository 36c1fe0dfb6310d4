/**
 * Random runs of two people on one document: links break anywhere, ACKs come late or twice, the server refuses, loses
 * what it had not written, drops frames with the link. After every step, everything of a person whose status is saved
 * is on disk. At the end, without faults, everything typed is on disk once, and both see the same.
 */
import { afterEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { Connection } from "../../editor/connection";
import { turnOf } from "../turns";
import { FakeServer, type Peer } from "./fake_server";
import { seededRandom } from "./random";

const HANDS = 5;
const turn = turnOf(HANDS);
const SEEDS = Array.from({ length: 200 }, (_, n) => n + 1).filter((n) => turn === null || n % HANDS === turn);
const STEPS = 400;

class Typist {
  readonly doc = new Y.Doc();
  readonly connection: Connection;
  readonly typed: string[] = [];
  private readonly erased = new Set<string>();

  constructor(
    readonly name: string,
    server: FakeServer,
    private readonly random: () => number,
  ) {
    this.connection = new Connection({ doc: this.doc, epoch: null, dial: () => server.dial, random });
    this.connection.connect();
  }

  get remaining(): string[] {
    return this.typed.filter((token) => !this.erased.has(token));
  }

  type(): void {
    const token = `[${this.name}${this.typed.length}]`;
    const text = this.doc.getText("t");
    const places = [0, ...[...text.toString().matchAll(/]/g)].map((match) => match.index + 1)];
    text.insert(places[Math.floor(this.random() * places.length)] ?? 0, token);
    this.typed.push(token);
  }

  erase(): void {
    const own = this.remaining.at(-1);
    const text = this.doc.getText("t");
    const at = own ? text.toString().indexOf(own) : -1;
    if (!own || at < 0) return;
    text.delete(at, own.length);
    this.erased.add(own);
  }
}

async function takeStep(server: FakeServer, people: Typist[], random: () => number): Promise<void> {
  const any = <T>(of: readonly T[]): T | undefined => of[Math.floor(random() * of.length)];
  const who = any(people);
  const peer = any(server.peers);
  const step = random();
  if (step < 0.06) who?.type();
  else if (step < 0.07) who?.erase();
  else if (step < 0.28) peer && server.receiveFrom(peer, any([1, 3, 9, 9]));
  else if (step < 0.58) peer && server.deliverTo(peer, any([1, 3, 9, 9]));
  else if (step < 0.68) server.write();
  else if (step < 0.69) server.fail();
  else if (step < 0.72) peer && breakLink(server, server.unwritten[0]?.peer ?? peer, any([1006, 1013]));
  else if (step < 0.725) server.crash();
  else if (step < 0.745) server.refusals.push(any(["hole", "busy"]) ?? "busy");
  else if (step < 0.77) peer && server.acknowledge(peer, any(server.acks) ?? "never sent");
  else if (step < 0.78) peer && server.ask(peer);
  else if (step < 0.8) server.accepts = random() < 0.8;
  else await vi.advanceTimersByTimeAsync(any([1, 40, 60, 60, 500, 500, 2_000, 6_000]) ?? 1);
}

/** What happened in all runs: if too little went wrong, they prove nothing. */
const seen = { acknowledged: 0, brokenInFlight: 0, saved: 0 };

function breakLink(server: FakeServer, peer: Peer, code = 1006): void {
  if (server.unwritten.some((item) => item.peer === peer)) seen.brokenInFlight += 1;
  server.drop(peer, code);
}

async function heal(server: FakeServer): Promise<void> {
  server.accepts = true;
  server.refusals = [];
  for (let round = 0; round < 80; round += 1) {
    await vi.advanceTimersByTimeAsync(500);
    for (const peer of [...server.peers]) {
      server.receiveFrom(peer);
      server.deliverTo(peer);
    }
    server.write();
  }
}

/** No status is saved while something would be lost with the server's memory. */
function checkSaved(server: FakeServer, people: Typist[], at: string): void {
  const saved = people.filter((person) => person.connection.status.saved);
  if (saved.length === 0) return;
  seen.saved += 1;
  const disk = server.replay().getText("t").toString();
  for (const person of saved) {
    const missing = person.remaining.filter((token) => !disk.includes(token));
    const reappeared = person.typed.filter((token) => !person.remaining.includes(token) && disk.includes(token));
    expect({ at, who: person.name, missing, reappeared }).toEqual({
      at,
      who: person.name,
      missing: [],
      reappeared: [],
    });
  }
}

afterEach(() => {
  vi.useRealTimers();
});

test.each(SEEDS)("the status is saved only in truth, and everything typed arrives once (seed %i)", async (seed) => {
  vi.useFakeTimers();
  const random = seededRandom(seed);
  const server = new FakeServer();
  const people = ["ada", "bo"].map((name) => new Typist(name, server, random));
  for (let step = 0; step < STEPS; step += 1) {
    await takeStep(server, people, random);
    checkSaved(server, people, `seed ${seed}, step ${step}`);
  }
  seen.acknowledged += server.acks.length;
  await heal(server);
  const disk = server.replay().getText("t").toString();
  for (const person of people) {
    expect(person.connection.status).toMatchObject({ state: "live", saved: true });
    expect(person.doc.getText("t").toString()).toBe(disk);
    person.connection.destroy();
  }
  const found = (disk.match(/\[[^\]]*\]/g) ?? []).sort();
  expect(found).toEqual(people.flatMap((person) => person.remaining).sort());
});

test("enough went wrong in these runs", () => {
  expect(seen.acknowledged).toBeGreaterThan(10 * SEEDS.length);
  expect(seen.brokenInFlight).toBeGreaterThan(SEEDS.length / 2);
  expect(seen.saved).toBeGreaterThan(25 * SEEDS.length);
});
