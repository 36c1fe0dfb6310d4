/** Shows the keys of clauses beside their blocks; nothing of it is stored in the text. */
import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { icon, make } from "../dom";
import { readCaret } from "../local_caret";
import type { ClauseMark } from "./clause_requests";

type Marks = ReadonlyMap<string, ClauseMark>;

interface MarksState {
  marks: Marks;
  decorations: DecorationSet;
}

const key = new PluginKey<MarksState>("clauses");

export function keyMarks(suspectLabel: string): Extension {
  return Extension.create({
    name: "clauses",
    addProseMirrorPlugins: () => [
      new Plugin<MarksState>({
        key,
        state: {
          init: () => ({ marks: new Map(), decorations: DecorationSet.empty }),
          apply: (change, state) => {
            const marks = (change.getMeta(key) as Marks | undefined) ?? state.marks;
            if (marks === state.marks && !change.docChanged) return state;
            if (!marks.size) return { marks, decorations: DecorationSet.empty };
            // Typing inside a block moves the keys; only where blocks come, go or move are they looked up again.
            const moved = state.decorations.map(change.mapping, change.doc);
            const isTyping = marks === state.marks && change.doc.childCount === change.before.childCount;
            return { marks, decorations: isTyping ? moved : decorate(change.doc, marks, suspectLabel) };
          },
        },
        props: { decorations: (state) => key.getState(state)?.decorations },
      }),
    ],
  });
}

export function showMarks(view: EditorView, marks: readonly ClauseMark[]): void {
  readCaret(view);
  view.dispatch(view.state.tr.setMeta(key, new Map(marks.map((mark) => [mark.block, mark]))));
}

/** The id of the block at the top of the text that the caret is in; empty where the server has given it none yet. */
export function blockAtCaret({ state: { selection } }: EditorView): string {
  const { $from } = selection;
  const block = $from.depth ? $from.node(1) : $from.nodeAfter;
  const id: unknown = block?.attrs.bid;
  return typeof id === "string" ? id : "";
}

function decorate(doc: Node, marks: Marks, suspectLabel: string): DecorationSet {
  const decorations: Decoration[] = [];
  doc.forEach((node, at) => {
    const mark = marks.get(String(node.attrs.bid ?? ""));
    if (!mark) return;
    decorations.push(
      Decoration.node(at, at + node.nodeSize, { class: `is-clause is-clause--${mark.state}` }),
      Decoration.widget(at, () => keyOf(mark, suspectLabel), { side: -1, key: JSON.stringify(mark) }),
    );
  });
  return DecorationSet.create(doc, decorations);
}

function keyOf(mark: ClauseMark, suspectLabel: string): HTMLElement {
  const state = mark.suspect && mark.state !== "changed" ? "suspect" : mark.state;
  const sign = icon(`clause-${state}`);
  sign.setAttribute("class", `mark mark--${state}`);
  const words = [mark.words, mark.baseline, mark.suspect ? suspectLabel : ""].filter(Boolean).join(", ");
  const circles = mark.circles.map(({ name, hue }) =>
    make("i", { class: "disc", "data-hue": String(hue), title: name }),
  );
  const link = make("a", { href: mark.address, class: "key-mark__key", title: words }, mark.key);
  link.append(make("span", { class: "unseen" }, `, ${words}`));
  const shown = make("span", { class: "key-mark__words" }, link, sign, ...circles);
  return make("span", { class: "key-mark", contenteditable: "false" }, shown);
}
