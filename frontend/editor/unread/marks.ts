/** Marks in the text what others changed since it was last read, and goes from one change to the next. */
import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import { make } from "../dom";
import { shownWords } from "../shown_words";
import { blockText } from "../suggesting/block_texts";
import { diffWords, withoutSigns } from "../text_diff";
import { carried } from "./carried";

/** One change as the server says it: see `documents/documents/contexts/unread.py`. */
export interface UnreadChange {
  kind: "changed" | "added" | "removed";
  /** The place of its block among those of the text as it was sent; of a removed one, before which it stood. */
  place: number;
  /** The id of its block, where it has one. */
  block: string;
  before: string;
  after: string;
  by: string;
  hue: number;
}

interface State {
  active: number;
  decorations: DecorationSet;
}

const key = new PluginKey<State>("unread");

/** Letters of a removed block that are shown. */
const MOST_REMOVED = 400;

export class UnreadMarks {
  private active = -1;

  constructor(
    private readonly editor: Editor,
    private readonly changes: readonly UnreadChange[],
  ) {
    editor.registerPlugin(unreadPlugin(changes));
  }

  /** Goes to the next change that is still there, or the one before; says which it is, and whose. */
  go(step: 1 | -1): { at: number; count: number; by: string } | null {
    const count = this.changes.length;
    for (let tries = 0, at = this.active; tries < count; tries++) {
      at = (Math.max(at, step > 0 ? -1 : 0) + step + count) % count;
      if (!this.isShown(at)) continue;
      this.active = at;
      this.editor.view.dispatch(this.editor.state.tr.setMeta(key, at).setMeta("addToHistory", false));
      this.elementOf(at)?.scrollIntoView({ block: "center" });
      return { at: at + 1, count, by: this.changes[at]?.by ?? "" };
    }
    return null;
  }

  end(): void {
    if (!this.editor.isDestroyed) this.editor.unregisterPlugin(key);
  }

  private isShown(at: number): boolean {
    return this.elementOf(at) !== null;
  }

  private elementOf(at: number): Element | null {
    return this.editor.view.dom.querySelector(`[data-unread-mark="${at}"]`);
  }
}

function unreadPlugin(changes: readonly UnreadChange[]): Plugin<State> {
  return new Plugin<State>({
    key,
    state: {
      init: (_, { doc }) => ({ active: -1, decorations: decorate(changes, -1, doc) }),
      apply: (change, before, _old, { doc }) => {
        const active: number = change.getMeta(key) ?? before.active;
        // What others write comes as the whole text anew; one's own writing only moves the marks.
        if (active !== before.active || (change.docChanged && change.getMeta(ySyncPluginKey))) {
          return { active, decorations: decorate(changes, active, doc) };
        }
        return { active, decorations: before.decorations.map(change.mapping, doc) };
      },
    },
    props: { decorations: (state) => key.getState(state)?.decorations },
  });
}

function decorate(changes: readonly UnreadChange[], active: number, doc: Node): DecorationSet {
  const places = new Map<string, { block: Node; pos: number }>();
  const starts: number[] = [];
  doc.forEach((block, pos) => {
    starts.push(pos);
    if (block.attrs.bid) places.set(block.attrs.bid, { block, pos });
  });
  const found = changes.flatMap((change, at) => {
    const attributes = {
      class: `unread-mark${at === active ? " unread-mark--on" : ""}`,
      "data-unread-mark": String(at),
      "data-hue": String(change.hue),
    };
    if (change.kind === "removed") {
      return [removedBlock(starts[change.place] ?? doc.content.size, change.before, attributes)];
    }
    const there = change.block ? places.get(change.block) : blockAt(doc, starts, change.place);
    return there ? marksOf(change, there, attributes) : [];
  });
  return DecorationSet.create(doc, found);
}

function blockAt(doc: Node, starts: number[], place: number): { block: Node; pos: number } | undefined {
  const [block, pos] = [doc.maybeChild(place), starts[place]];
  return block && pos !== undefined ? { block, pos } : undefined;
}

function marksOf(
  change: UnreadChange,
  { block, pos }: { block: Node; pos: number },
  attributes: Record<string, string>,
): Decoration[] {
  const marks = [Decoration.node(pos, pos + block.nodeSize, attributes)];
  const now = blockText(block, pos);
  let offset = 0;
  for (const { kind, text } of carried(diffWords(change.before, change.after), now.text)) {
    if (kind === "del") {
      const build = (): HTMLElement => removedWords(block.isLeaf ? "p" : "span", text);
      marks.push(Decoration.widget(now.at(offset), build, { side: -1, key: `unread ${text}`, ignoreSelection: true }));
      continue;
    }
    const end = offset + text.length;
    if (kind === "ins" && !block.isLeaf)
      marks.push(Decoration.inline(now.at(offset), now.at(end), { nodeName: "ins" }));
    offset = end;
  }
  return marks;
}

function removedBlock(at: number, words: string, attributes: Record<string, string>): Decoration {
  const said = withoutSigns(words);
  const shown = said.length > MOST_REMOVED ? `${said.slice(0, MOST_REMOVED)}…` : words;
  const build = (): HTMLElement => {
    const block = removedWords("p", shown);
    const { class: mark = "", ...rest } = attributes;
    block.className += ` ${mark}`;
    for (const [name, value] of Object.entries(rest)) block.setAttribute(name, value);
    return block;
  };
  const key = `unread ${attributes.class} ${shown}`;
  return Decoration.widget(at, build, { side: -1, key, ignoreSelection: true });
}

function removedWords(tag: "p" | "span", words: string): HTMLElement {
  const element = make(tag, { class: "unread-gone", contenteditable: "false" });
  element.append(make("del", {}, ...shownWords(words, tag === "p")));
  return element;
}
