/** The references and notes of a text, and their numbers: those of the references' order, drawn beside both. */
import type { Node as TextNode } from "@tiptap/pm/model";
import { Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

export const LABEL = /^[\w.-]{1,40}$/;
export const labelOf = ({ attrs }: TextNode): string =>
  typeof attrs.label === "string" && LABEL.test(attrs.label) ? attrs.label : "";

interface Found {
  references: { label: string; at: number }[];
  notes: { label: string; at: number; size: number }[];
}

export function findAll(doc: TextNode): Found {
  const found: Found = { references: [], notes: [] };
  doc.descendants((node, at) => {
    if (node.type.name === "footnoteReference") found.references.push({ label: labelOf(node), at });
    else if (node.type.name === "footnote") found.notes.push({ label: labelOf(node), at, size: node.nodeSize });
  });
  return found;
}

/** Behind the last note, or at the end. */
export function placeForNote(doc: TextNode): number {
  let last = 0;
  doc.forEach((node, at) => {
    if (node.type.name === "footnote") last = at + node.nodeSize;
  });
  return last || doc.content.size;
}

const key = new PluginKey<DecorationSet>("footnoteNumbers");

/** Draws the numbers. */
export const numbers = new Plugin<DecorationSet>({
  key,
  state: {
    init: (_config, { doc }) => numbered(doc),
    apply: (tr, now) => (tr.docChanged ? renumbered(tr, now) : now),
  },
  props: { decorations: (state) => key.getState(state) },
});

/** Whoever types in a text without notes waits for none. */
function renumbered(tr: Transaction, now: DecorationSet): DecorationSet {
  const set = numbered(tr.doc);
  return set === DecorationSet.empty && now === DecorationSet.empty ? now : set;
}

function numbered(doc: TextNode): DecorationSet {
  const { references, notes } = findAll(doc);
  if (!references.length && !notes.length) return DecorationSet.empty;
  const given = new Map<string, string>();
  for (const { label } of references) if (!given.has(label)) given.set(label, String(given.size + 1));
  return DecorationSet.create(doc, [
    ...references.map(({ label, at }) => Decoration.node(at, at + 1, { "data-number": given.get(label) ?? "*" })),
    ...notes.map(({ label, at, size }) => Decoration.node(at, at + size, { "data-number": given.get(label) ?? "*" })),
  ]);
}
