/** Any moment of a document, with who wrote and who took away each part of it. */
import * as encoding from "lib0/encoding";
import { expect, test, vi } from "vitest";
import * as Y from "yjs";
import { MentionNames } from "../../editor/mention_names";
import { FrameRenderer } from "../../editor/versions/frame";
import { MomentBar } from "../../editor/versions/moment_bar";
import { decodeUpdates, type Person } from "../../editor/versions/slider_updates";
import { Timeline } from "../../editor/versions/timeline";
import { node } from "./every_node";

const ADA: Person = { name: "Ada Mercier", initials: "AM", hue: 1 };
const BO: Person = { name: "Bo Nguyen", initials: "BN", hue: 7 };

/** Ada begins, bo goes on, ada takes away a word of hers and bo one of ada's. */
function written(): { timeline: Timeline; paragraph: (doc: Y.Doc) => Y.XmlText } {
  const timeline = new Timeline();
  const [ada, bo] = [new Y.Doc(), new Y.Doc()];
  const paragraph = (doc: Y.Doc) => (doc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText;
  let seq = 0;
  const acts: [Person, Y.Doc, (doc: Y.Doc) => void][] = [
    [
      ADA,
      ada,
      (doc) => {
        const block = new Y.XmlElement("paragraph");
        block.insert(0, [new Y.XmlText("The old lead battery")]);
        doc.getXmlFragment("default").insert(0, [block]);
      },
    ],
    [BO, bo, (doc) => paragraph(doc).insert(20, " is heavy", { bold: {} })],
    [ADA, ada, (doc) => paragraph(doc).delete(4, 4)],
    [BO, bo, (doc) => paragraph(doc).delete(4, 5)],
  ];
  for (const [person, doc, act] of acts) {
    let update: Uint8Array = new Uint8Array();
    doc.once("update", (made: Uint8Array) => {
      update = made;
    });
    act(doc);
    for (const other of [ada, bo]) Y.applyUpdate(other, update);
    seq += 2;
    timeline.add({ person, seq, at: seq, update });
  }
  return { timeline, paragraph };
}

function shown(timeline: Timeline, piece: number, since?: number): HTMLElement {
  const page = document.createElement("div");
  page.append(
    new FrameRenderer(timeline, (key, values = {}) => `${key} ${values.name ?? ""}`.trim()).render(piece, since),
  );
  return page;
}

const hue = (timeline: Timeline, piece: number): string | undefined =>
  shown(timeline, piece).querySelector<HTMLElement>(".changed")?.dataset.hue;

const runs = (page: HTMLElement) =>
  [...page.querySelectorAll<HTMLElement>(".written")].map((run) => [run.title, run.textContent]);

test("each moment shows what was there, by whom", () => {
  const { timeline } = written();
  expect(runs(shown(timeline, 0))).toEqual([["written_by Ada Mercier", "The old lead battery"]]);
  expect(runs(shown(timeline, 1))).toEqual([
    ["written_by Ada Mercier", "The old lead battery"],
    ["written_by Bo Nguyen", " is heavy"],
  ]);
  expect(shown(timeline, 3).querySelector("p")?.textContent).toBe("The battery is heavy");
  expect(shown(timeline, 1).querySelector("strong")?.textContent).toBe(" is heavy");
  expect(shown(timeline, -1).textContent).toBe("");
});

test("a mention is the person's name, once the server has said it", async () => {
  const named = { "person-bo-1": { name: "Bo Nguyen", address: "/people/bo" } };
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(named)));
  const timeline = new Timeline();
  const doc = new Y.Doc();
  doc
    .getXmlFragment("default")
    .insert(0, [node("paragraph", {}, "Ask ", node("mention", { kind: "person", id: "bo-1" }))]);
  timeline.add({ person: ADA, seq: 2, at: 2, update: Y.encodeStateAsUpdate(doc) });
  const page = document.createElement("div");
  page.append(new FrameRenderer(timeline, (key) => key, new MentionNames("/names")).render(0));
  expect(page.textContent).toContain("@…");
  await vi.waitFor(() => expect(page.querySelector("p")?.textContent).toBe("Ask @Bo Nguyen"));
  vi.unstubAllGlobals();
});

test("a formula is of who wrote it, and then of who changed it", () => {
  const [timeline, doc] = [new Timeline(), new Y.Doc()];
  let update: Uint8Array = new Uint8Array();
  doc.on("update", (made: Uint8Array) => {
    update = made;
  });
  const block = node("mathBlock", { latex: "x^2" });
  doc.getXmlFragment("default").push([block]);
  timeline.add({ person: ADA, seq: 1, at: 1, update });
  block.setAttribute("latex", "x^3");
  timeline.add({ person: BO, seq: 2, at: 2, update });
  const face = (piece: number): unknown => [
    shown(timeline, piece).querySelector("code")?.textContent,
    hue(timeline, piece),
  ];
  expect([face(0), face(1)]).toEqual([
    ["x^2", String(ADA.hue)],
    ["x^3", String(BO.hue)],
  ]);
});

test("what was taken away is named by who took it", () => {
  const { timeline } = written();
  const removed = [...shown(timeline, 3, 1).querySelectorAll<HTMLElement>("del")];
  expect(removed.map((run) => [run.title, run.textContent])).toEqual([
    ["removed_by Ada Mercier", "old "],
    ["removed_by Bo Nguyen", "lead "],
  ]);
  expect(shown(timeline, 3, 2).querySelectorAll("del").length).toBe(1);
});

test("a place of the log is the last piece that reaches no further", () => {
  const { timeline } = written();
  expect([0, 1, 2, 3, 8, 99].map((seq) => timeline.pieceAt(seq))).toEqual([-1, -1, 0, 0, 3, 3]);
  expect([...timeline.writersUpTo(3)]).toEqual([
    [ADA, 0],
    [BO, 1],
  ]);
});

test("the server's coding is read", () => {
  const coder = encoding.createEncoder();
  encoding.writeVarString(coder, JSON.stringify({ people: [ADA], last: 300, next: 0 }));
  for (const [author, seq] of [
    [1, 200],
    [0, 300],
  ] as const) {
    for (const number of [author, seq, 1_700_000_000]) encoding.writeVarUint(coder, number);
    encoding.writeVarUint8Array(coder, new Uint8Array([0, 0]));
  }
  const { pieces, last, next } = decodeUpdates(encoding.toUint8Array(coder));
  expect(pieces.map(({ person, seq }) => [person?.name, seq])).toEqual([
    ["Ada Mercier", 200],
    [undefined, 300],
  ]);
  expect([last, next]).toEqual([300, 0]);
});

test("two who wrote by one client are told apart", () => {
  const timeline = new Timeline();
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  const text = new Y.XmlText("Ada's");
  const block = new Y.XmlElement("paragraph");
  block.insert(0, [text]);
  doc.getXmlFragment("default").insert(0, [block]);
  text.insert(5, " and bo's");
  for (const [at, person] of [ADA, BO].entries()) {
    timeline.add({ person, seq: at + 1, at, update: updates[at] as Uint8Array });
  }
  expect(runs(shown(timeline, 1))).toEqual([
    ["written_by Ada Mercier", "Ada's"],
    ["written_by Bo Nguyen", " and bo's"],
  ]);
});

test("the bar offers what the slider shows, and at rest what the page compares", () => {
  const page = document.createElement("div");
  page.innerHTML = `<form data-at-moment hidden><input data-moment-seq></form><a data-at-moment data-compare hidden></a>
    <b data-at-moment data-moment-label hidden></b><form data-at-version></form>`;
  const bar = new MomentBar(page, 9);
  const seen = () => [...page.querySelectorAll<HTMLElement>("form")].map((form) => !form.hidden);
  bar.show(4, "3 Nov, 14:32");
  expect(seen()).toEqual([true, false]);
  expect(page.querySelector("input")?.value).toBe("4");
  expect(page.querySelector("a")?.getAttribute("href")).toBe("?from=@4");
  expect(page.querySelector("b")?.textContent).toBe("3 Nov, 14:32");
  for (const seq of [9, 0]) {
    bar.show(seq, "now");
    expect(seen()).toEqual([false, true]);
  }
});
