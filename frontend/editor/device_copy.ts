/**
 * What this device keeps of a document: a database for each person, document and epoch, and the conflict copies.
 *
 * Databases outlive pages, so their names hold the person: two people may share a computer. The browser may refuse all
 * of it (private windows, full disk); then there is no copy, and the page does not promise one.
 */
import { uuidv4 } from "lib0/random";
import { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";

/** A copy that is never merged with the server's text, kept until the person drops it. */
export interface Conflict {
  /** Its database's name. */
  name: string;
  /** When it was put aside, ms since 1970. */
  at: number;
}

interface CopyNote {
  epoch: string;
  name: string;
}

/** How long to wait for the browser's database before going on without. */
const PATIENCE = 3_000;

export class DeviceCopy {
  private database: IndexeddbPersistence | null = null;
  private readonly key: string;

  constructor(person: string, document: string) {
    this.key = `ronde:document:${person}:${document}`;
  }

  /** The epoch of this device's copy; null when there is none. */
  get epoch(): string | null {
    return this.note?.epoch ?? null;
  }

  get isKept(): boolean {
    return this.database !== null;
  }

  get conflicts(): Conflict[] {
    const stored = readItem(`${this.key}:conflicts`);
    return Array.isArray(stored) ? stored.filter(isConflict) : [];
  }

  /** Fills `doc` with the copy of `epoch` and keeps it up to date; false when the browser allows none. */
  async keep(doc: Y.Doc, epoch: string): Promise<boolean> {
    const known = this.note;
    const note = known?.epoch === epoch ? known : { epoch, name: `${this.key}:${uuidv4()}` };
    const database = await openDatabase(note.name, doc);
    // Without this note the copy could not be found again.
    if (database && !writeItem(`${this.key}:place`, note)) await database.destroy();
    else this.database = database;
    return this.isKept;
  }

  async close(): Promise<void> {
    const { database } = this;
    this.database = null;
    await database?.destroy();
  }

  /** Puts the copy aside as a conflict, so that a new one begins from the server's text. */
  async putAside(): Promise<void> {
    const { note } = this;
    await this.close();
    if (!note) return;
    writeItem(`${this.key}:conflicts`, [...this.conflicts, { name: note.name, at: Date.now() }]);
    removeItem(`${this.key}:place`);
  }

  /** The document of a conflict copy; empty when the browser has lost it. */
  async recover(conflict: Conflict): Promise<Y.Doc> {
    const doc = new Y.Doc();
    const database = await openDatabase(conflict.name, doc);
    await database?.destroy();
    return doc;
  }

  async drop(conflict: Conflict): Promise<void> {
    const rest = this.conflicts.filter(({ name }) => name !== conflict.name);
    if (rest.length > 0) writeItem(`${this.key}:conflicts`, rest);
    else removeItem(`${this.key}:conflicts`);
    await deleteDatabase(conflict.name);
  }

  /** Removes the copy from this device: nothing in it is unsaved, and the person has lost access. */
  async forget(): Promise<void> {
    const { note } = this;
    await this.close();
    removeItem(`${this.key}:place`);
    if (note) await deleteDatabase(note.name);
  }

  private get note(): CopyNote | null {
    const stored = readItem(`${this.key}:place`);
    return isCopyNote(stored) ? stored : null;
  }
}

async function deleteDatabase(name: string): Promise<void> {
  const database = await openDatabase(name, new Y.Doc());
  await database?.clearData();
}

async function openDatabase(name: string, doc: Y.Doc): Promise<IndexeddbPersistence | null> {
  if (typeof indexedDB === "undefined") return null;
  const database = new IndexeddbPersistence(name, doc);
  // `whenSynced` never settles when the database can't be opened; only the private promise tells.
  const opened: Promise<unknown> = database._db.then(() => database.whenSynced).then(() => database);
  const timeout = new Promise<null>((done) => setTimeout(() => done(null), PATIENCE));
  try {
    if ((await Promise.race([opened, timeout])) !== null) return database;
  } catch {
    // The browser refuses: a private window or a full disk.
  }
  doc.off("update", database._storeUpdate);
  return null;
}

const has = <Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> =>
  typeof value === "object" && value !== null && key in value;

const isConflict = (value: unknown): value is Conflict =>
  has(value, "name") && typeof value.name === "string" && has(value, "at") && typeof value.at === "number";

const isCopyNote = (value: unknown): value is CopyNote =>
  has(value, "name") && typeof value.name === "string" && has(value, "epoch") && typeof value.epoch === "string";

function readItem(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function writeItem(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function removeItem(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Storage is switched off: there is nothing to remove.
  }
}
