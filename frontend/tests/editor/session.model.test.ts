/**
 * Random visits of two people to one document, each with a copy on their device: links break, tabs are closed and opened
 * again, sign-ins expire, the document is archived, a newer page is published, a backup is put back. Nothing that
 * a person typed vanishes from their page; what is called saved is on disk; in the end it is all on disk once, or, of an
 * earlier epoch, in a conflict copy.
 */
import * as fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { SCHEMA } from "../../editor/protocol";
import { turnOf } from "../turns";
import { type Device, World } from "./visits";

const RUNS = 50;
const SEEDS = [9, 10, 11];
const turn = turnOf(SEEDS.length);

type Step = fc.AsyncCommand<World, World>;
const step = (name: string, run: (world: World) => unknown, check: (world: World) => boolean = () => true): Step => ({
  check,
  run: async (world) => {
    await run(world);
    await world.check();
  },
  toString: () => name,
});
const of = (who: number, name: string, run: (person: Device) => unknown, check = (_: Device): boolean => true): Step =>
  step(
    `${name} ${who}`,
    ({ people }) => run(people[who] as Device),
    ({ people }) => check(people[who] as Device),
  );
const who = fc.nat(1);
const isOpen = (person: Device): boolean => person.session !== null;

const STEPS = [
  who.map((n) =>
    of(
      n,
      "type",
      (person) => person.type(),
      (person) => person.mayType,
    ),
  ),
  who.map((n) =>
    of(
      n,
      "type",
      (person) => person.type(),
      (person) => person.mayType,
    ),
  ),
  fc.nat(1).map((n) => step(`carry ${n}`, ({ server }) => server.peers[n] && server.receiveFrom(server.peers[n], 3))),
  fc.nat(1).map((n) => step(`bring ${n}`, ({ server }) => server.peers[n] && server.deliverTo(server.peers[n], 5))),
  fc.constant(step("write", ({ server }) => server.write())),
  fc.constant(step("flow", (world) => world.flow())),
  fc.constantFrom(60, 600, 6_000).map((ms) => step(`wait ${ms}`, () => vi.advanceTimersByTimeAsync(ms))),
  fc.constant(step("break", (world) => world.drop(1006))),
  fc.constant(step("crash", ({ server }) => server.crash())),
  fc.boolean().map((is) =>
    step(`accepts ${is}`, ({ server }) => {
      server.accepts = is;
    }),
  ),
  who.map((n) => of(n, "close", (person) => person.close(), isOpen)),
  who.map((n) =>
    of(
      n,
      "open",
      (person) => person.open(),
      (person) => !isOpen(person),
    ),
  ),
  who.map((n) =>
    of(
      n,
      "sign out",
      (person) => person.signOut(),
      (person) => person.isSignedIn,
    ),
  ),
  who.map((n) =>
    of(
      n,
      "sign in",
      async (person) => {
        person.isSignedIn = true;
        await person.close();
        await person.open();
      },
      (person) => !person.isSignedIn,
    ),
  ),
  fc.boolean().map((is) =>
    step(`archived ${is}`, (world) => {
      world.server.greeting = { ...world.server.greeting, readOnly: is, readOnlyReason: is ? "archived" : "" };
      if (is) for (const peer of world.server.peers) world.server.forbid(peer, "archived");
      else world.drop();
    }),
  ),
  fc.boolean().map((is) =>
    step(`newer page ${is}`, (world) => {
      world.server.greeting = { ...world.server.greeting, schema: is ? SCHEMA + 1 : SCHEMA };
      world.drop();
    }),
  ),
  fc.constant(
    step("backup put back", (world) => {
      world.epoch += 1;
      world.server.restore(`e${world.epoch}`);
    }),
  ),
];

afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
});

const title = "whatever happens to tabs, links, rights and epochs, nothing typed is lost or doubled (seed %i)";

test.each(SEEDS.filter((_, place) => turn === null || place === turn))(
  title,
  async (seed) => {
    /** What happened in all runs: if too little went wrong, they prove nothing. */
    const seen = { typed: 0, conflicts: 0 };
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
    let run = 0;
    const property = fc.asyncProperty(fc.commands(STEPS, { maxCommands: 120, size: "max" }), async (steps) => {
      run += 1;
      const world = new World(run);
      for (const person of world.people) await person.open();
      world.flow();
      await world.check();
      await fc.asyncModelRun(() => ({ model: world, real: world }), steps);
      await world.heal();
      await world.checkEnd();
      for (const person of world.people) {
        seen.typed += person.typed.length;
        seen.conflicts += person.session?.copy.conflicts.length ?? 0;
        await person.close();
      }
    });
    await fc.assert(property, { numRuns: RUNS, seed, endOnFailure: false });
    expect(seen.typed).toBeGreaterThan(RUNS);
    expect(seen.conflicts).toBeGreaterThan(RUNS / 10);
  },
  120_000,
);
