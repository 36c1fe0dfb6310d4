/** Draws the words that threads are about, and a ring where the words of an orphan stood. */
import type { Node } from "@tiptap/pm/model";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { make } from "../dom";
import type { StoredAnchor } from "./anchor";
import type { Range } from "./squeezed_text";

export interface AnchoredThread {
  id: string;
  anchor: StoredAnchor;
  isDone: boolean;
}

export interface Drawing {
  threads: ReadonlyMap<string, AnchoredThread>;
  ranges: ReadonlyMap<string, Range>;
  gone: ReadonlyMap<string, number>;
  active: string | null;
}

export function draw({ threads, ranges, gone, active }: Drawing, doc: Node, goneLabel: string): DecorationSet {
  const decorations: Decoration[] = [];
  for (const [id, { from, to }] of ranges) {
    const name = threads.get(id)?.isDone ? "noted noted--done" : "noted";
    const attributes = {
      nodeName: "span",
      class: id === active ? `${name} noted--on` : name,
      "data-thread": id,
      role: "mark",
    };
    decorations.push(Decoration.inline(from, to, attributes));
  }
  for (const [id, pos] of gone) {
    if (threads.get(id)?.isDone) continue;
    const ring = (): HTMLElement =>
      make("span", { class: "gone-mark", role: "img", "aria-label": goneLabel, "data-thread": id });
    decorations.push(Decoration.widget(pos, ring, { side: -1, key: `gone ${id}`, ignoreSelection: true }));
  }
  return DecorationSet.create(doc, decorations);
}
