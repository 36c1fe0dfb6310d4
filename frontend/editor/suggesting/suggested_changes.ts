/** Shows in the text what others suggest. A change whose block says something else by now waits for its card. */
import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { type Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { blockText } from "./block_texts";
import { drawBlock, type NoteOf, whole, widget } from "./drawing";

/** One change as the card in the margin says it: see `documents/documents/contexts/suggestions.py`. */
interface SuggestedChange {
  key: string;
  place: number;
  bid: string;
  before: string;
  after: string;
  kind: "changed" | "added" | "removed";
}

interface ShownSuggestion {
  id: string;
  changes: readonly SuggestedChange[];
}

interface State {
  suggestions: readonly ShownSuggestion[];
  active: string | null;
  decorations: DecorationSet;
}

const key = new PluginKey<State>("suggestedChanges");

/** After this time (ms) without a change of the text, cards are read again: they say what changes in it now. */
const QUIET = 2_500;

export interface SuggestedOptions {
  onClick: (id: string) => void;
  onStale: () => void;
}

export function suggestedChanges({ onClick, onStale }: SuggestedOptions): Extension {
  return Extension.create({
    name: "suggestedChanges",
    priority: 200, // before what closes a note on a click beside its words
    addProseMirrorPlugins: () => [
      new Plugin<State>({
        key,
        state: {
          init: () => ({ suggestions: [], active: null, decorations: DecorationSet.empty }),
          apply: (change, before, _old, { doc }) => {
            const said: Partial<State> | undefined = change.getMeta(key);
            const { suggestions, active } = { ...before, ...said };
            if (!said && (!change.docChanged || !suggestions.length)) return before;
            return { suggestions, active, decorations: decorate(suggestions, active, doc) };
          },
        },
        props: {
          decorations: (state) => key.getState(state)?.decorations,
          handleClick: (_view, _pos, event) => {
            const clicked = (event.target as Element).closest<HTMLElement>("[data-thread^='s-']");
            if (clicked) onClick(clicked.dataset.thread ?? "");
            return clicked !== null;
          },
        },
        view: () => {
          let timer: ReturnType<typeof setTimeout> | undefined;
          return {
            update: (view, before) => {
              if (view.state.doc === before.doc || !key.getState(view.state)?.suggestions.length) return;
              clearTimeout(timer);
              timer = setTimeout(onStale, QUIET);
            },
            destroy: () => clearTimeout(timer),
          };
        },
      }),
    ],
  });
}

/** Shows what the notes of the margin suggest; in suggest mode the text itself says one's own. */
export function showSuggestions(view: EditorView, notes: [string, HTMLElement][], isSuggesting: boolean): void {
  const shown = notes.filter(([, { dataset }]) => dataset.suggestion && !(isSuggesting && "mine" in dataset));
  const suggestions = shown.map(([id, note]) => ({ id, changes: changesIn(note) }));
  if (!suggestions.length && !key.getState(view.state)?.suggestions.length) return;
  view.dispatch(view.state.tr.setMeta(key, { suggestions }).setMeta("addToHistory", false));
}

export function setActiveSuggestion(view: EditorView, active: string | null): void {
  if (!key.getState(view.state)?.suggestions.length) return;
  view.dispatch(view.state.tr.setMeta(key, { active }).setMeta("addToHistory", false));
}

/** What the card says of its changes. */
function changesIn({ dataset }: HTMLElement): SuggestedChange[] {
  const said: unknown = JSON.parse(dataset.suggestion ?? "[]");
  return Array.isArray(said) ? (said as SuggestedChange[]) : [];
}

function decorate(suggestions: readonly ShownSuggestion[], active: string | null, doc: Node): DecorationSet {
  if (!suggestions.length) return DecorationSet.empty;
  const places = new Map<string, { block: Node; pos: number }>();
  const starts: number[] = [];
  doc.forEach((block, pos) => {
    starts.push(pos);
    if (block.attrs.bid) places.set(block.attrs.bid, { block, pos });
  });
  const found: Decoration[] = [];
  for (const { id, changes } of suggestions) {
    const note = { id, isOn: id === active };
    for (const change of changes) {
      if (change.kind === "added") {
        const at = starts[change.place] ?? doc.content.size;
        found.push(widget(at, "ins", change.after, note, true));
        continue;
      }
      const there = places.get(change.bid) ?? blockAt(doc, starts, change.place);
      if (there) found.push(...drawn(change, there, note));
    }
  }
  return DecorationSet.create(doc, found);
}

function blockAt(doc: Node, starts: number[], place: number): { block: Node; pos: number } | null {
  const block = doc.maybeChild(place);
  const pos = starts[place];
  return block && pos !== undefined ? { block, pos } : null;
}

function drawn(change: SuggestedChange, { block, pos }: { block: Node; pos: number }, note: NoteOf): Decoration[] {
  const { text } = blockText(block, pos);
  if (text !== change.before) return [];
  if (change.kind === "removed") return text || block.isLeaf ? [whole(block, pos, "del", note)] : [];
  return drawBlock([block, pos], change.after, "del", note);
}
