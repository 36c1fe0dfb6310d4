/**
 * What this device keeps of a document: one database a person, document and epoch, and the conflict copies.
 *
 * Databases live longer than pages, so names say whose they are: two people may share a computer. Everything here may
 * be refused by the browser (private windows, full disk); then there is no copy, and nobody is told that there is one.
 */
import { uuidv4 } from "lib0/random";
import { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";

/** A copy that the server's text never gets merged with, kept until its person has taken or dropped it. */
export interface Conflict {
  /** Its database. */
  name: string;
  /** When it was put aside, ms since 1970. */
  at: number;
}

interface Place {
  epoch: string;
  name: string;
}

/** How long to wait for the browser's database before going on without. */
const PATIENCE = 3_000;

export class DeviceCopy {
  private store: IndexeddbPersistence | null = null;
  private readonly key: string;

  constructor(person: string, document: string) {
    this.key = `ronde:document:${person}:${document}`;
  }

  /** The epoch of the copy that is here; null when there is none. */
  get epoch(): string | null {
    return this.place?.epoch ?? null;
  }

  get isKept(): boolean {
    return this.store !== null;
  }

  get conflicts(): Conflict[] {
    const kept = read(`${this.key}:conflicts`);
    return Array.isArray(kept) ? kept.filter(isConflict) : [];
  }

  /** Fills `doc` with the copy of `epoch` and keeps it up to date; false when the browser allows none. */
  async keep(doc: Y.Doc, epoch: string): Promise<boolean> {
    const known = this.place;
    const place = known?.epoch === epoch ? known : { epoch, name: `${this.key}:${uuidv4()}` };
    const store = await openStore(place.name, doc);
    // Without a note of its place the copy could not be found again.
    if (store && !write(`${this.key}:place`, place)) await store.destroy();
    else this.store = store;
    return this.isKept;
  }

  async close(): Promise<void> {
    const { store } = this;
    this.store = null;
    await store?.destroy();
  }

  /** Puts the copy aside, so that the server's text can begin afresh. */
  async putAside(): Promise<void> {
    const { place } = this;
    await this.close();
    if (!place) return;
    write(`${this.key}:conflicts`, [...this.conflicts, { name: place.name, at: Date.now() }]);
    remove(`${this.key}:place`);
  }

  /** The document of a conflict copy; empty when the browser has lost it. */
  async recover(conflict: Conflict): Promise<Y.Doc> {
    const doc = new Y.Doc();
    const store = await openStore(conflict.name, doc);
    await store?.destroy();
    return doc;
  }

  async drop(conflict: Conflict): Promise<void> {
    const rest = this.conflicts.filter(({ name }) => name !== conflict.name);
    if (rest.length > 0) write(`${this.key}:conflicts`, rest);
    else remove(`${this.key}:conflicts`);
    await deleteDatabase(conflict.name);
  }

  /** Removes the copy from this device (nothing in it is unsaved, and the document is no longer this person's). */
  async forget(): Promise<void> {
    const { place } = this;
    await this.close();
    remove(`${this.key}:place`);
    if (place) await deleteDatabase(place.name);
  }

  private get place(): Place | null {
    const noted = read(`${this.key}:place`);
    return isPlace(noted) ? noted : null;
  }
}

async function deleteDatabase(name: string): Promise<void> {
  const store = await openStore(name, new Y.Doc());
  await store?.clearData();
}

async function openStore(name: string, doc: Y.Doc): Promise<IndexeddbPersistence | null> {
  if (typeof indexedDB === "undefined") return null;
  const store = new IndexeddbPersistence(name, doc);
  // `whenSynced` never settles when the database can't be opened; the private promise is the only sign of it.
  const opened: Promise<unknown> = store._db.then(() => store.whenSynced).then(() => store);
  const late = new Promise<null>((done) => setTimeout(() => done(null), PATIENCE));
  try {
    if ((await Promise.race([opened, late])) !== null) return store;
  } catch {
    // The browser refuses: a private window or a full disk.
  }
  doc.off("update", store._storeUpdate);
  return null;
}

const has = <Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> =>
  typeof value === "object" && value !== null && key in value;

const isConflict = (value: unknown): value is Conflict =>
  has(value, "name") && typeof value.name === "string" && has(value, "at") && typeof value.at === "number";

const isPlace = (value: unknown): value is Place =>
  has(value, "name") && typeof value.name === "string" && has(value, "epoch") && typeof value.epoch === "string";

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function write(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function remove(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Storage is switched off: there is nothing to remove.
  }
}
