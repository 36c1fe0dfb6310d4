/** Notes that come with what is pasted stand where notes stand, and one goes on behind the words that came with them. */
import type { Node as TextNode } from "@tiptap/pm/model";
import { Plugin, PluginKey, Selection, type Transaction } from "@tiptap/pm/state";
import { placeForNote } from "./footnote_numbers";

interface Found {
  node: TextNode;
  at: number;
}

export const pastedNotes = (): Plugin =>
  new Plugin({
    key: new PluginKey("pastedNotes"),
    appendTransaction: (changes, _before, { doc, selection, tr }) => {
      const paste = changes.find((change) => change.docChanged && change.getMeta("paste"));
      const notes = paste ? notesIn(doc, rangeOf(paste)) : [];
      const first = notes[0];
      if (!first) return null;
      const wasIn = notes.find(({ node, at }) => selection.from > at && selection.from < at + node.nodeSize);
      const away = notes.filter(({ at }) => !isAmongLast(doc, at));
      for (const { node, at } of away.toReversed()) tr.delete(at, at + node.nodeSize);
      for (const { node } of away) tr.insert(placeForNote(tr.doc), node);
      if (wasIn) tr.setSelection(Selection.near(tr.doc.resolve(tr.mapping.map(first.at, -1)), -1)).scrollIntoView();
      return tr.docChanged || wasIn ? tr : null;
    },
  });

/** Where what a change put in stands after it. */
function rangeOf({ mapping, doc }: Transaction): { from: number; to: number } {
  let [from, to] = [doc.content.size, 0];
  for (const [step, map] of mapping.maps.entries()) {
    const rest = mapping.slice(step + 1);
    map.forEach((_oldFrom, _oldTo, newFrom, newTo) => {
      from = Math.min(from, rest.map(newFrom, -1));
      to = Math.max(to, rest.map(newTo, 1));
    });
  }
  return { from, to };
}

function notesIn(doc: TextNode, { from, to }: { from: number; to: number }): Found[] {
  const found: Found[] = [];
  if (from >= to) return found;
  doc.nodesBetween(from, to, (node, at) => {
    if (node.type.name === "footnote" && at >= from) found.push({ node, at });
  });
  return found;
}

/** Whether a note stands at the end of the text, where only notes follow. */
function isAmongLast(doc: TextNode, at: number): boolean {
  const $at = doc.resolve(at);
  if ($at.depth) return false;
  return doc.children.slice($at.index()).every(({ type }) => type.name === "footnote");
}
