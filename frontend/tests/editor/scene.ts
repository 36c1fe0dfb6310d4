/** A scene for tests of the connection: a server in memory, a fake clock, people who type. */
import { vi } from "vitest";
import * as Y from "yjs";
import { Connection } from "../../editor/connection";
import type { ConnectionOptions } from "../../editor/connection_types";
import { FakeServer, type Peer } from "./fake_server";

export interface ConnectedPerson {
  doc: Y.Doc;
  connection: Connection;
  type: (text: string) => void;
}

export class Scene {
  readonly server = new FakeServer();
  private readonly open: Connection[] = [];

  constructor() {
    vi.useFakeTimers();
  }

  end(): void {
    for (const connection of this.open) connection.destroy();
    vi.useRealTimers();
  }

  person(over: Partial<ConnectionOptions> = {}): ConnectedPerson {
    const doc = over.doc ?? new Y.Doc();
    const connection = new Connection({ doc, epoch: null, dial: () => this.server.dial, random: () => 0.5, ...over });
    this.open.push(connection);
    return { doc, connection, type: (text) => doc.getText("t").insert(doc.getText("t").length, text) };
  }

  async connected(over: Partial<ConnectionOptions> = {}): Promise<ConnectedPerson> {
    const made = this.person(over);
    made.connection.connect();
    await this.exchangeFrames();
    return made;
  }

  /** The link that was opened last. */
  get peer(): Peer {
    const last = this.server.peers.at(-1);
    if (!last) throw new Error("nobody is connected");
    return last;
  }

  get onDisk(): string {
    return this.server.replay().getText("t").toString();
  }

  /** Lets frames flow both ways until nothing moves. */
  async exchangeFrames(): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
    for (let round = 0; round < 20; round += 1) {
      for (const each of this.server.peers) {
        this.server.receiveFrom(each);
        this.server.deliverTo(each);
      }
      this.server.write();
    }
  }

  /** Lets time pass with a server that answers. */
  async pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      await this.exchangeFrames();
    }
  }
}
