/** Marks in the text what came and what went since another one, while it is being written; only to see, never stored. */
import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { make } from "./dom";
import { changesOf } from "./text_diff";

const LINES = "p, h1, h2, h3, h4, h5, h6, pre";
const BREAK = "\n";

interface Block {
  text: string;
  /** Where its text begins. */
  at: number;
  /** Where it begins itself. */
  before: number;
}

/** The blocks of the text that an element's `data-compared` names (a template), or null where it names none. */
export function basisOf(element: HTMLElement): string[] | null {
  const template = document.getElementById(element.dataset.compared ?? "");
  if (!(template instanceof HTMLTemplateElement)) return null;
  const copy = template.content.cloneNode(true) as DocumentFragment;
  for (const line of copy.querySelectorAll("br")) line.replaceWith(BREAK);
  return [...copy.querySelectorAll(LINES)].map((line) => line.textContent ?? "");
}

export function compared(basis: readonly string[]): Extension {
  const key = new PluginKey<DecorationSet>("compared");
  return Extension.create({
    name: "compared",
    addProseMirrorPlugins: () => [
      new Plugin<DecorationSet>({
        key,
        state: {
          init: (_, { doc }) => marksOf(basis, doc),
          apply: (change, marks) => (change.docChanged ? marksOf(basis, change.doc) : marks),
        },
        props: { decorations: (state) => key.getState(state) },
      }),
    ],
  });
}

function marksOf(basis: readonly string[], doc: Node): DecorationSet {
  const blocks = blocksOf(doc);
  const marks: Decoration[] = [];
  const changes = changesOf(
    basis,
    blocks.map(({ text }) => text),
  );
  for (const { place, runs, gone } of changes) {
    const block = blocks[place];
    if (gone) {
      const words = runs.map(({ text }) => text).join("");
      // Beside the blocks at the top it would stand in a list or a cell, where no paragraph of its own fits.
      const before = block ? doc.resolve(block.before).before(1) : doc.content.size;
      marks.push(Decoration.widget(before, () => still("p", words), { side: -1, key: `gone ${place} ${words}` }));
      continue;
    }
    let at = block?.at ?? 0;
    for (const { kind, text } of runs) {
      if (kind === "del") {
        const where = at;
        marks.push(Decoration.widget(where, () => still("span", text), { side: -1, key: `del ${text}` }));
        continue;
      }
      if (kind === "ins") marks.push(Decoration.inline(at, at + text.length, { nodeName: "ins" }));
      at += text.length;
    }
  }
  return DecorationSet.create(doc, marks);
}

function blocksOf(doc: Node): Block[] {
  const blocks: Block[] = [];
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true;
    const text = node.textBetween(0, node.content.size, undefined, BREAK);
    blocks.push({ text, at: at + 1, before: at + 1 });
    return false;
  });
  return blocks;
}

/** What went is seen where it stood; whoever hears the page has the whole of it beside the text that is written. */
function still(tag: "p" | "span", words: string): HTMLElement {
  const element = make(tag, { class: "gone", contenteditable: "false", "aria-hidden": "true" });
  element.append(make("del", {}, words));
  return element;
}
