import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { OwnSuggestion } from "../../../editor/suggesting/own_suggestion";

interface Sent {
  key: string;
  update: string;
}

let sent: Sent[] = [];
let isLost = false;

beforeEach(() => {
  sent = [];
  vi.useFakeTimers();
  vi.stubGlobal("fetch", async (_address: string, options?: { body?: FormData }) => {
    if (!options?.body) return Response.json({ id: null, seq: 0, state: "open", updates: [] });
    sent.push({ key: String(options.body.get("key")), update: String(options.body.get("update")) });
    if (isLost) throw new TypeError("Failed to fetch");
    return Response.json({ id: 7 }, { status: 201 });
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function type(own: OwnSuggestion, words: string): void {
  own.doc.getText("words").insert(0, words);
}

test("what was sent and not answered is sent again as it was, and what came since after it", async () => {
  const own = new OwnSuggestion(new Y.Doc(), "/suggestions/", () => ({}));
  await own.begin();
  isLost = true;
  type(own, "one");
  await vi.advanceTimersByTimeAsync(1_000);
  type(own, "two ");
  expect(own.saveState).toBe("saving");
  isLost = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(own.saveState).toBe("saved");
  const [first, again, next] = sent;
  expect(sent).toHaveLength(3);
  expect(again).toEqual(first);
  expect(next?.key).not.toBe(first?.key);
  const doc = new Y.Doc();
  for (const { update } of [again, next] as Sent[]) {
    Y.applyUpdate(
      doc,
      Uint8Array.from(atob(update), (letter) => letter.charCodeAt(0)),
    );
  }
  expect(doc.getText("words").toString()).toBe("two one");
  own.end();
});

test("what others write while the server is asked is in it as well", async () => {
  const main = new Y.Doc();
  const own = new OwnSuggestion(main, "/suggestions/", () => ({}));
  const begun = own.begin();
  main.getText("words").insert(0, "theirs");
  await begun;
  expect(own.doc.getText("words").toString()).toBe("theirs");
  own.end();
});
