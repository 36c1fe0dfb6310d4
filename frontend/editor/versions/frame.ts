/** One moment of a document as HTML, each run of text in the tint of who wrote it. */
import { getSchema, Mark } from "@tiptap/core";
import { DOMSerializer, Node, type Schema } from "@tiptap/pm/model";
import * as Y from "yjs";
import { face } from "../../faces";
import { MentionNames } from "../mention_names";
import { nameMentions } from "../nodes/mention";
import { schemaExtensions } from "../schema";
import type { Translate } from "../strings";
import type { Person } from "./slider_updates";
import type { Timeline } from "./timeline";

type Json = {
  type: string;
  attrs?: object;
  text?: string;
  marks?: { type: string; attrs?: object }[];
  content?: Json[];
};
type Change = { type: "added" | "removed"; piece: number };
type Run = { insert: unknown; attributes?: Record<string, unknown> & { ychange?: Change } };
type Block = { json: Json; piece: number };

const Written = Mark.create({
  name: "written",
  excludes: "",
  addAttributes: () => ({ hue: {}, who: {}, title: {}, removed: {} }),
  renderHTML: ({ HTMLAttributes: { hue, who, title, removed } }) => [
    removed ? "del" : "span",
    { class: `written${removed ? " written--removed" : ""}`, "data-hue": hue, "data-who": who, title },
    0,
  ],
});

export class FrameRenderer {
  private readonly schema: Schema;
  private readonly serializer: DOMSerializer;

  constructor(
    private readonly timeline: Timeline,
    private readonly translate: Translate,
    private readonly names = new MentionNames(),
  ) {
    this.schema = getSchema([...schemaExtensions(translate, { names }), Written]);
    this.serializer = DOMSerializer.fromSchema(this.schema);
  }

  /** The text after a piece; with `since`, what was taken away after that piece is struck through. */
  render(piece: number, since?: number): DocumentFragment {
    const page = document.createDocumentFragment();
    for (const block of this.blocks(piece, since)) page.append(this.element(block));
    return page;
  }

  private blocks(piece: number, since?: number): Block[] {
    const { doc } = this.timeline;
    const moment = this.timeline.snapshotAt(piece);
    const other = this.timeline.removedBetween(since ?? piece, piece);
    // In one transaction, the library parts its items at the moment's edges once, and not for every text.
    return doc.transact(() => {
      const reader = new MomentReader(this.timeline, piece, moment, other, this.schema, this.translate);
      const blocks = Y.typeListToArraySnapshot(doc.getXmlFragment("default"), moment);
      return blocks.flatMap((block) => reader.block(block));
    });
  }

  private element({ json, piece }: Block): HTMLElement {
    const wrap = document.createElement("div");
    const person = this.timeline.pieces[piece]?.person;
    try {
      wrap.append(this.serializer.serializeNode(Node.fromJSON(this.schema, json)));
      nameMentions(wrap, this.names);
    } catch {
      wrap.textContent = textOf(json); // a node that this release does not know
    }
    if (person) {
      wrap.className = "changed";
      wrap.dataset.hue = String(person.hue);
      wrap.prepend(gutter(person));
    }
    return wrap;
  }
}

/** Reads the nodes of one moment. */
class MomentReader {
  /** The last piece that wrote in the block being read. */
  private latest = -1;
  private writer: Person | null = null;

  constructor(
    private readonly timeline: Timeline,
    private readonly piece: number,
    private readonly moment: Y.Snapshot,
    private readonly other: Y.Snapshot,
    private readonly schema: Schema,
    private readonly translate: Translate,
  ) {}

  block(type: unknown): Block[] {
    this.latest = -1;
    this.writer = null;
    return type instanceof Y.XmlElement ? [{ json: this.node(type), piece: this.latest }] : [];
  }

  private node(element: Y.XmlElement): Json {
    const inside = Y.typeListToArraySnapshot(element, this.moment) as unknown[];
    const content = inside.flatMap((child) => {
      if (child instanceof Y.XmlText) return this.runs(child);
      return child instanceof Y.XmlElement ? [this.node(child)] : [];
    });
    if (this.schema.nodes[element.nodeName]?.isLeaf) this.readWriter(element);
    return { type: element.nodeName, attrs: element.getAttributes(this.moment), content };
  }

  /** Who put what holds no words, such as a formula or a picture, or gave it the attributes that it has. */
  private readWriter(element: Y.XmlElement): void {
    const given = [...element._map].filter(([name]) => name !== "bid").map(([, item]) => item);
    for (let item of [element._item, ...given]) {
      const wrote = ({ id: { client, clock } }: Y.Item): number => this.timeline.pieceThatWrote(client, clock);
      while (item && wrote(item) > this.piece) item = item.left; // what it was given after this moment
      if (item) this.latest = Math.max(this.latest, wrote(item));
    }
  }

  private runs(text: Y.XmlText): Json[] {
    const change = (type: Change["type"], { client, clock }: Y.ID): Change => {
      const { timeline } = this;
      const piece =
        type === "added" ? timeline.pieceThatWrote(client, clock) : timeline.pieceThatDeleted(client, clock);
      if (type === "added") this.latest = Math.max(this.latest, piece);
      return { type, piece }; // without a `user`, the library begins a new run with each of its items
    };
    const runs = text.toDelta(this.moment, this.other, change) as Run[];
    return joined(runs).flatMap(({ insert, attributes: { ychange, ...marks } = {} }) => {
      if (typeof insert !== "string" || !insert) return [];
      const known = Object.entries(marks)
        .map(([name, attrs]) => ({ type: name.split("--")[0] ?? "", attrs: attrs as object }))
        .filter(({ type }) => type in this.schema.marks);
      return [{ type: "text", text: insert, marks: [...this.written(ychange), ...known] }];
    });
  }

  private written(change: Change | undefined): { type: string; attrs: object }[] {
    const person = change && this.timeline.pieces[change.piece]?.person;
    if (!person) return [];
    const removed = change.type === "removed";
    const who = person === this.writer || removed ? null : person.initials;
    if (!removed) this.writer = person;
    const title = this.translate(removed ? "removed_by" : "written_by", { name: person.name });
    return [{ type: "written", attrs: { hue: person.hue, who, title, removed } }];
  }
}

/** Runs of one author and look as one. */
function joined(runs: Run[]): Run[] {
  const found: Run[] = [];
  for (const run of runs) {
    const last = found.at(-1);
    const isMore = last && typeof last.insert === "string" && looks(last) === looks(run);
    if (isMore && typeof run.insert === "string") last.insert += run.insert;
    else found.push({ ...run });
  }
  return found;
}

const looks = ({ attributes = {} }: Run): string => JSON.stringify(Object.entries(attributes).sort());

function gutter(person: Person): HTMLElement {
  const by = document.createElement("span");
  by.className = "changed__by";
  by.append(face(person.name, person.initials, person.hue));
  return by;
}

function textOf({ text = "", content = [] }: Json): string {
  return text + content.map(textOf).join("");
}
