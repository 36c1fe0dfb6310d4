/** Two people with devices of their own on one document, and what must be true of them after each step. */
import "fake-indexeddb/auto";
import { expect, vi } from "vitest";
import { SCHEMA } from "../../editor/protocol";
import { openSession, type Session } from "../../editor/session";
import type { Dial } from "../../editor/transport";
import { FakeServer, type Peer } from "./fake_server";

const SIGNED_OUT = 4401;
const FIELD = "t";

/** Lets the browser's database do what waits; its clock is not the fake one. */
async function pause(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await new Promise((done) => setImmediate(done));
}

/** One person at their device: what they typed, and the tab that is open. */
export class Device {
  readonly typed: { token: string; epoch: string | null }[] = [];
  session: Session | null = null;
  isSignedIn = true;
  /** Whether the text is on the screen: nobody types into what they do not see. */
  private isShown = false;
  private peer: Peer | undefined;

  constructor(
    readonly name: string,
    private readonly document: string,
    private readonly server: FakeServer,
  ) {}

  get state(): string {
    return this.session?.provider.connection.status.state ?? "closed";
  }

  get mayType(): boolean {
    return this.isShown && this.state !== "readonly" && this.state !== "stopped";
  }

  get text(): string {
    return this.session?.doc.getText(FIELD).toString() ?? "";
  }

  get link(): Peer | undefined {
    return this.peer?.up ? this.peer : undefined;
  }

  private readonly dial: Dial = (hooks) => {
    const link = this.server.dial(hooks);
    const peer = this.server.peers.at(-1);
    this.peer = peer;
    if (!this.isSignedIn) queueMicrotask(() => peer && this.server.drop(peer, SIGNED_OUT));
    return link;
  };

  async open(): Promise<void> {
    const options = { person: this.name, document: this.document, socket: "", http: "", headers: () => ({}) };
    const session = await openSession(options, true, () => this.dial);
    this.session = session;
    this.isShown = session.hadCopy;
    session.provider.connection.on("synced", () => {
      this.isShown = true;
    });
    session.provider.connection.connect();
    await pause();
  }

  async close(): Promise<void> {
    await pause(); // a browser ends its writes before a tab is gone
    await this.session?.end();
    this.session = null;
    this.isShown = false;
  }

  /** What the page does where the server's text is of another epoch. */
  async answerConflict(): Promise<void> {
    if (this.session?.provider.connection.status.reason !== "conflict") return;
    await pause();
    await this.session.copy.putAside();
    await this.close();
    await this.open();
  }

  type(): void {
    const token = `[${this.name}${this.typed.length}]`;
    this.session?.doc.getText(FIELD).insert(0, token);
    this.typed.push({ token, epoch: this.session?.copy.epoch ?? null });
  }

  signOut(): void {
    this.isSignedIn = false;
    if (this.link) this.server.drop(this.link, SIGNED_OUT);
  }

  async conflictTexts(): Promise<string> {
    const { copy } = this.session as Session;
    const docs = await Promise.all(copy.conflicts.map((conflict) => copy.recover(conflict)));
    return docs.map((doc) => doc.getText(FIELD).toString()).join();
  }
}

/** The server and its people. */
export class World {
  readonly server = new FakeServer();
  readonly people: Device[];
  epoch = 1;

  constructor(run: number) {
    this.people = ["ada", "bo"].map((name) => new Device(name, `d${run}`, this.server));
  }

  get disk(): string {
    return this.server.replay().getText(FIELD).toString();
  }

  /** After each step: nobody's words vanish from their page, and *saved* is no lie. */
  async check(): Promise<void> {
    await pause();
    for (const person of this.people) {
      await person.answerConflict();
      const { session } = person;
      if (!session) continue;
      const mayWrite = person.isSignedIn && this.server.greeting.schema === SCHEMA;
      if (!mayWrite) expect(person.state).not.toBe("live");
      const own = person.typed.filter(({ epoch }) => epoch === session.copy.epoch).map(({ token }) => token);
      expect(own.filter((token) => !person.text.includes(token) && session.hadCopy)).toEqual([]);
      if (session.provider.connection.status.saved)
        expect(own.filter((token) => !this.disk.includes(token))).toEqual([]);
    }
  }

  /** All frames arrive, and what arrived is written. */
  flow(): void {
    for (let round = 0; round < 4; round += 1) {
      for (const peer of [...this.server.peers]) {
        this.server.receiveFrom(peer);
        this.server.deliverTo(peer);
      }
      this.server.write();
    }
  }

  drop(code = 1012): void {
    for (const peer of [...this.server.peers]) this.server.drop(peer, code);
  }

  /** Everything works again, for long enough. */
  async heal(): Promise<void> {
    this.server.accepts = true;
    this.server.greeting = { ...this.server.greeting, schema: SCHEMA, readOnly: false, readOnlyReason: "" };
    for (const person of this.people) {
      person.isSignedIn = true;
      if (person.state !== "stopped" && person.session) continue;
      await person.close();
      await person.open();
    }
    this.drop();
    for (let round = 0; round < 40; round += 1) {
      this.flow();
      await vi.advanceTimersByTimeAsync(500);
      await this.check();
    }
  }

  async checkEnd(): Promise<void> {
    const found = this.disk.match(/\[[^\]]*\]/g) ?? [];
    expect(found).toEqual([...new Set(found)]);
    for (const person of this.people) {
      expect(person.session?.provider.connection.status).toMatchObject({ state: "live", saved: true });
      expect(person.text).toBe(this.disk);
      const aside = await person.conflictTexts();
      const lost = person.typed.filter(({ token }) => !this.disk.includes(token) && !aside.includes(token));
      expect(lost).toEqual([]);
    }
  }
}
