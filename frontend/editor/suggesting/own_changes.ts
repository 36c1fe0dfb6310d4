/** In suggest mode: marks what the text that is written here changes in the main text. */
import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { type Decoration, DecorationSet } from "@tiptap/pm/view";
import { yXmlFragmentToProseMirrorRootNode } from "@tiptap/y-tiptap";
import { readCaret } from "../local_caret";
import { blockText } from "./block_texts";
import { drawBlock, type NoteOf, whole, widget } from "./drawing";
import type { OwnSuggestion } from "./own_suggestion";

/** After this time (ms) without a change of the main text, it is compared anew. */
const QUIET = 120;
const OWN = "own";

interface State {
  base: Node | null;
  decorations: DecorationSet;
}

const key = new PluginKey<State>("ownChanges");

export function ownChanges(own: OwnSuggestion): Extension {
  return Extension.create({
    name: "ownChanges",
    addProseMirrorPlugins: () => [
      new Plugin<State>({
        key,
        state: {
          init: () => ({ base: null, decorations: DecorationSet.empty }),
          apply: (change, before, _old, { doc }) => {
            const base: Node | null = change.getMeta(key) ?? before.base;
            if (!base || (base === before.base && !change.docChanged)) return before;
            return { base, decorations: decorate(base, doc, noteOf(own)) };
          },
        },
        props: { decorations: (state) => key.getState(state)?.decorations },
        view: (view) => {
          let timer: ReturnType<typeof setTimeout> | undefined;
          const compare = (): void => {
            readCaret(view);
            const base = yXmlFragmentToProseMirrorRootNode(own.text, view.state.schema);
            view.dispatch(view.state.tr.setMeta(key, base).setMeta("addToHistory", false));
          };
          const soon = (): void => {
            clearTimeout(timer);
            timer = setTimeout(compare, QUIET);
          };
          const forget = own.onChange(soon);
          soon();
          return {
            destroy: () => {
              clearTimeout(timer);
              forget();
            },
          };
        },
      }),
    ],
  });
}

const noteOf = ({ id }: OwnSuggestion): NoteOf => ({ id: id ? `s-${id}` : OWN, isOn: false });

/** A block is the same as long as it has its id; those that are new have none. */
function decorate(base: Node, doc: Node, note: NoteOf): DecorationSet {
  const before = new Map<string, Node>();
  base.forEach((block) => void (block.attrs.bid && before.set(block.attrs.bid, block)));
  const found: Decoration[] = [];
  const here = new Map<string, number>();
  doc.forEach((block, pos) => {
    const { bid } = block.attrs;
    const old = bid && !here.has(bid) ? before.get(bid) : undefined;
    if (bid) here.set(bid, pos);
    const { text } = blockText(block, pos);
    if (!old) {
      if (bid || !(text || block.isLeaf) || hasTwin(base, block)) return;
      found.push(whole(block, pos, "ins", note));
      return;
    }
    if (!old.eq(block)) found.push(...drawBlock([block, pos], blockText(old, 0).text, "ins", note));
  });
  let at = 0;
  base.forEach((block) => {
    const { bid } = block.attrs;
    const pos = bid ? here.get(bid) : undefined;
    if (pos !== undefined) at = pos + (doc.nodeAt(pos)?.nodeSize ?? 0);
    else if (bid && blockText(block, 0).text) found.push(widget(at, "del", blockText(block, 0).text, note, true));
  });
  return DecorationSet.create(doc, found);
}

/** Whether the main text has this block as well: one to which the server has not given its id yet. */
function hasTwin(base: Node, block: Node): boolean {
  let found = false;
  base.forEach((other) => {
    found ||= !other.attrs.bid && (block.isLeaf ? other.eq(block) : other.textContent === block.textContent);
  });
  return found;
}
