/** What a device keeps for its people, and what it must never mix. */
import "fake-indexeddb/auto";
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { DeviceCopy } from "../../editor/device_copy";

afterEach(() => {
  localStorage.clear();
});

const write = (doc: Y.Doc, text: string): void => {
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.insert(0, [new Y.XmlText(text)]);
  doc.getXmlFragment("default").insert(0, [paragraph]);
};

async function aCopy(person: string, epoch: string, text: string): Promise<DeviceCopy> {
  const copy = new DeviceCopy(person, "d1");
  const doc = new Y.Doc();
  expect(await copy.keep(doc, epoch)).toBe(true);
  write(doc, text);
  await copy.close();
  return new DeviceCopy(person, "d1");
}

async function textKept(copy: DeviceCopy, epoch: string): Promise<string> {
  const doc = new Y.Doc();
  await copy.keep(doc, epoch);
  const text = doc.getXmlFragment("default").toString();
  await copy.close();
  return text;
}

test("a text is restored on the next visit", async () => {
  const copy = await aCopy("ada", "e1", "kept");
  expect(copy.epoch).toBe("e1");
  expect(await textKept(copy, "e1")).toContain("kept");
});

test("two people on one computer have a copy each", async () => {
  await aCopy("ada", "e1", "hers");
  const copy = new DeviceCopy("bo", "d1");
  expect(copy.epoch).toBeNull();
  expect(await textKept(copy, "e1")).not.toContain("hers");
});

test("another epoch begins empty", async () => {
  const copy = await aCopy("cleo", "e1", "old");
  expect(await textKept(copy, "e2")).not.toContain("old");
});

test("a copy put aside can be recovered and dropped, and a new one begins beside it", async () => {
  const copy = await aCopy("dan", "e1", "written offline");
  await copy.putAside();
  expect(copy.epoch).toBeNull();
  expect(await textKept(copy, "e1")).not.toContain("written offline");
  const [conflict] = copy.conflicts;
  if (!conflict) throw new Error("no conflict copy");
  expect((await copy.recover(conflict)).getXmlFragment("default").toString()).toContain("written offline");
  await copy.drop(conflict);
  expect(copy.conflicts).toEqual([]);
  expect((await copy.recover(conflict)).getXmlFragment("default").toString()).toBe("");
});

test("a copy is deleted when its person has lost access", async () => {
  const copy = await aCopy("eve", "e1", "secret");
  await copy.forget();
  expect(copy.epoch).toBeNull();
  expect(await textKept(copy, "e1")).not.toContain("secret");
});

test("a browser that keeps nothing reports no copy", async () => {
  const { indexedDB } = globalThis;
  Reflect.deleteProperty(globalThis, "indexedDB");
  try {
    const copy = new DeviceCopy("fay", "d1");
    expect(await copy.keep(new Y.Doc(), "e1")).toBe(false);
    expect(copy.isKept).toBe(false);
  } finally {
    globalThis.indexedDB = indexedDB;
  }
});
