/** Decorates the text with its changes since another version while it is being written; they are never stored. */
import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { make } from "./dom";
import { diffBlocks } from "./text_diff";

const LINES = "p, h1, h2, h3, h4, h5, h6, pre";
const BREAK = "\n";

interface TextBlock {
  text: string;
  /** The position where its text begins. */
  at: number;
  /** A position inside it from which the block around it is found. */
  before: number;
}

/** The blocks of the version in the template that `data-compared` names, or null where it names none. */
export function readBaseBlocks(element: HTMLElement): string[] | null {
  const template = document.getElementById(element.dataset.compared ?? "");
  if (!(template instanceof HTMLTemplateElement)) return null;
  const copy = template.content.cloneNode(true) as DocumentFragment;
  for (const line of copy.querySelectorAll("br")) line.replaceWith(BREAK);
  return [...copy.querySelectorAll(LINES)].map((line) => line.textContent ?? "");
}

export function diffDecorations(base: readonly string[]): Extension {
  const key = new PluginKey<DecorationSet>("diffDecorations");
  return Extension.create({
    name: "diffDecorations",
    addProseMirrorPlugins: () => [
      new Plugin<DecorationSet>({
        key,
        state: {
          init: (_, { doc }) => decorate(base, doc),
          apply: (change, decorations) => (change.docChanged ? decorate(base, change.doc) : decorations),
        },
        props: { decorations: (state) => key.getState(state) },
      }),
    ],
  });
}

function decorate(base: readonly string[], doc: Node): DecorationSet {
  const blocks = blocksOf(doc);
  const decorations: Decoration[] = [];
  const changes = diffBlocks(
    base,
    blocks.map(({ text }) => text),
  );
  for (const { index, runs, isRemoved } of changes) {
    const block = blocks[index];
    if (isRemoved) {
      const removed = runs.map(({ text }) => text).join("");
      // A paragraph does not fit into a list or a table: it goes before the block at the top level.
      const before = block ? doc.resolve(block.before).before(1) : doc.content.size;
      decorations.push(
        Decoration.widget(before, () => removedText("p", removed), { side: -1, key: `gone ${index} ${removed}` }),
      );
      continue;
    }
    let at = block?.at ?? 0;
    for (const { kind, text } of runs) {
      if (kind === "del") {
        const where = at;
        decorations.push(Decoration.widget(where, () => removedText("span", text), { side: -1, key: `del ${text}` }));
        continue;
      }
      if (kind === "ins") decorations.push(Decoration.inline(at, at + text.length, { nodeName: "ins" }));
      at += text.length;
    }
  }
  return DecorationSet.create(doc, decorations);
}

function blocksOf(doc: Node): TextBlock[] {
  const blocks: TextBlock[] = [];
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true;
    const text = node.textBetween(0, node.content.size, undefined, BREAK);
    blocks.push({ text, at: at + 1, before: at + 1 });
    return false;
  });
  return blocks;
}

/** Removed text, shown where it was; screen readers find the whole comparison beside the text. */
function removedText(tag: "p" | "span", text: string): HTMLElement {
  const element = make(tag, { class: "gone", contenteditable: "false", "aria-hidden": "true" });
  element.append(make("del", {}, text));
  return element;
}
