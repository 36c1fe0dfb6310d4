/** A note goes with the last reference to it, and comes back where that is put again: by undo, or pasted elsewhere. */
import type { Node as TextNode } from "@tiptap/pm/model";
import { Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import { findAll, labelOf, placeForNote } from "./footnote_numbers";

export const notesAlong = (): Plugin => {
  /** The notes that went here, by their labels: what is cut is pasted with them. */
  const gone = new Map<string, TextNode>();
  return new Plugin({
    key: new PluginKey("notesAlong"),
    appendTransaction: (changes, _before, { doc, tr }) => {
      // What others do, and undo, is whole in itself.
      const own = changes.filter((change) => change.docChanged && !change.getMeta(ySyncPluginKey));
      if (own.length < changes.filter((change) => change.docChanged).length) return null;
      const left = own.flatMap((change) => labelsIn(change, "before"));
      const come = own.flatMap((change) => labelsIn(change, "after")).filter((label) => gone.has(label));
      if (!left.length && !come.length) return null;
      const { references, notes } = findAll(doc);
      const stays = new Set(references.map(({ label }) => label));
      const going = notes.filter(({ label }) => left.includes(label) && !stays.has(label));
      for (const { label, at, size } of going.reverse()) {
        const note = doc.nodeAt(at);
        if (note) gone.set(label, note);
        tr.delete(at, at + size);
      }
      for (const label of new Set(come)) {
        const note = gone.get(label);
        if (!note || !stays.has(label) || notes.some((one) => one.label === label)) continue;
        tr.insert(placeForNote(tr.doc), note);
      }
      return tr.docChanged ? tr : null;
    },
  });
};

/** The labels of the references in what a change took out, or put in. */
function labelsIn(change: Transaction, side: "before" | "after"): string[] {
  const found: string[] = [];
  for (const [place, map] of change.mapping.maps.entries()) {
    const doc = side === "before" ? change.docs[place] : (change.docs[place + 1] ?? change.doc);
    map.forEach((oldFrom, oldTo, newFrom, newTo) => {
      const [from, to] = side === "before" ? [oldFrom, oldTo] : [newFrom, newTo];
      if (from === to) return;
      doc?.nodesBetween(from, to, (node) => {
        if (node.type.name === "footnoteReference") found.push(labelOf(node));
      });
    });
  }
  return found;
}
