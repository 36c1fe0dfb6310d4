/** Decorates the text with its changes since another version while it is being written; they are never stored. */
import { Extension } from "@tiptap/core";
import { DOMParser, type Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { make } from "./dom";
import { shownWords } from "./shown_words";
import { type BlockText, blockText } from "./suggesting/block_texts";
import { diffBlocks } from "./text_diff";

/** A paragraph, heading, block of code or formula: the smallest block that a reader sees as one. */
interface Line extends BlockText {
  node: Node;
  pos: number;
}

interface State {
  base: readonly string[];
  decorations: DecorationSet;
}

/** The version in the template that `data-compared` names, or null where it names none. */
export function readBase(element: HTMLElement): DocumentFragment | null {
  const template = document.getElementById(element.dataset.compared ?? "");
  return template instanceof HTMLTemplateElement ? template.content : null;
}

export function diffDecorations(version: DocumentFragment): Extension {
  const key = new PluginKey<State>("diffDecorations");
  return Extension.create({
    name: "diffDecorations",
    addProseMirrorPlugins: () => [
      new Plugin<State>({
        key,
        state: {
          init: (_, { doc }) => {
            // Read as the editor reads its own text: a formula or a mention that stays says the same in both.
            const base = linesOf(DOMParser.fromSchema(doc.type.schema).parse(version)).map(({ text }) => text);
            return { base, decorations: decorate(base, doc) };
          },
          apply: (change, before) =>
            change.docChanged ? { ...before, decorations: decorate(before.base, change.doc) } : before,
        },
        props: { decorations: (state) => key.getState(state)?.decorations },
      }),
    ],
  });
}

function decorate(base: readonly string[], doc: Node): DecorationSet {
  const lines = linesOf(doc);
  const decorations: Decoration[] = [];
  const changes = diffBlocks(
    base,
    lines.map(({ text }) => text),
  );
  for (const { index, runs, isRemoved } of changes) {
    const line = lines[index];
    if (isRemoved) {
      const removed = runs.map(({ text }) => text).join("");
      const build = (): HTMLElement => removedText("p", removed);
      decorations.push(Decoration.widget(before(doc, line), build, { side: -1, key: `gone ${index} ${removed}` }));
    } else if (line?.node.isLeaf) {
      decorations.push(Decoration.node(line.pos, line.pos + 1, { nodeName: "ins" }));
    } else if (line) {
      let offset = 0;
      for (const { kind, text } of runs) {
        if (kind === "del") {
          const build = (): HTMLElement => removedText("span", text);
          decorations.push(Decoration.widget(line.at(offset), build, { side: -1, key: `del ${text}` }));
          continue;
        }
        const end = offset + text.length;
        if (kind === "ins") decorations.push(Decoration.inline(line.at(offset), line.at(end), { nodeName: "ins" }));
        offset = end;
      }
    }
  }
  return DecorationSet.create(doc, decorations);
}

/** Where a removed paragraph is shown: it does not fit into a list or a table, so before the block at the top level. */
function before(doc: Node, line: Line | undefined): number {
  if (!line) return doc.content.size;
  const place = doc.resolve(line.pos);
  return place.depth ? place.before(1) : line.pos;
}

function linesOf(doc: Node): Line[] {
  const lines: Line[] = [];
  doc.descendants((node, pos) => {
    if (!node.isTextblock && !node.isLeaf) return true;
    lines.push({ node, pos, ...blockText(node, pos) });
    return false;
  });
  return lines;
}

/** Removed text, shown where it was; screen readers find the whole comparison beside the text. */
function removedText(tag: "p" | "span", text: string): HTMLElement {
  const element = make(tag, { class: "gone", contenteditable: "false", "aria-hidden": "true" });
  element.append(make("del", {}, ...shownWords(text, tag === "p")));
  return element;
}
