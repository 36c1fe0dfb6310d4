/**
 * Footnotes: a reference among words, and the note at the end of the text, which has the same label. Their numbers are
 * those of the references' order; they are drawn, and stand nowhere in the document.
 */
import { type Editor, type Extensions, InputRule, mergeAttributes, Node } from "@tiptap/core";
import { Plugin, TextSelection, type Transaction } from "@tiptap/pm/state";
import type { Translate } from "../strings";
import { footnoteKeys } from "./footnote_keys";
import { findAll, LABEL, labelOf, numbers, placeForNote } from "./footnote_numbers";
import { notesAlong } from "./footnotes_along";
import { pastedNotes } from "./pasted_notes";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    footnotes: {
      /** Puts a reference at the caret and goes into its note; in a note, goes back to the reference. */
      insertFootnote: () => ReturnType;
    };
  }
}

/**
 * A label that no one else chooses at the same time: numbers would be two people's in one moment. Files have a number in its
 * place (`documents/richtext/footnotes.py`).
 */
export const newLabel = (): string => `n-${crypto.randomUUID().slice(0, 6)}`;

function withNote(tr: Transaction, label: string): number {
  const { note, paragraph } = {
    note: tr.doc.type.schema.nodes.footnote,
    paragraph: tr.doc.type.schema.nodes.paragraph,
  };
  const at = placeForNote(tr.doc);
  if (note && paragraph) tr.insert(at, note.create({ label }, paragraph.create()));
  return at;
}

function goTo(editor: Editor, at: number): void {
  const { tr, doc } = editor.state;
  editor.view.dispatch(tr.setSelection(TextSelection.near(doc.resolve(at))).scrollIntoView());
  editor.view.focus();
}

/** From a reference to its note, from a note to its first reference. */
function follow(editor: Editor, label: string, isReference: boolean): boolean {
  const { references, notes } = findAll(editor.state.doc);
  const there = (isReference ? notes : references).find((one) => one.label === label);
  if (there) goTo(editor, there.at + (isReference ? 2 : 1));
  return there !== undefined;
}

const labelAttribute = {
  label: {
    default: null,
    parseHTML: (element: HTMLElement) => element.dataset.label ?? null,
    renderHTML: ({ label }: Record<string, unknown>) => ({ "data-label": label }),
  },
};

const reference = Node.create({
  name: "footnoteReference",
  group: "inline",
  inline: true,
  atom: true,
  selectable: true,
  addAttributes: () => labelAttribute,
  parseHTML: () => [
    {
      tag: "sup.footnote-ref[data-label]",
      priority: 70,
      getAttrs: (element) => (LABEL.test(element.dataset.label ?? "") ? null : false),
    },
  ],
  renderHTML: ({ node, HTMLAttributes }) => [
    "sup",
    mergeAttributes({ class: "footnote-ref" }, HTMLAttributes, { "data-label": labelOf(node) }),
  ],
  renderText: ({ node }) => `[^${labelOf(node)}]`,
  addCommands() {
    return {
      insertFootnote:
        () =>
        ({ state, tr, dispatch }) => {
          const { $from } = state.selection;
          for (let depth = $from.depth; depth > 0; depth -= 1) {
            const inside = $from.node(depth);
            if (inside.type.name !== "footnote") continue;
            const back = findAll(state.doc).references.find((one) => one.label === labelOf(inside));
            if (back) tr.setSelection(TextSelection.create(tr.doc, back.at + 1)).scrollIntoView();
            return back !== undefined;
          }
          if (!$from.parent.inlineContent || $from.parent.type.spec.code) return false;
          if (!dispatch) return true;
          const label = newLabel();
          tr.insert(state.selection.to, this.type.create({ label }));
          const at = withNote(tr, label);
          tr.setSelection(TextSelection.near(tr.doc.resolve(at + 2))).scrollIntoView();
          return true;
        },
    };
  },
  addKeyboardShortcuts() {
    return { "Mod-Alt-f": () => this.editor.commands.insertFootnote() };
  },
  addInputRules() {
    return [
      new InputRule({
        find: /\[\^([\w.-]{1,40})\]$/,
        handler: ({ state, range, match }) => {
          const label = match[1] ?? "";
          state.tr.replaceWith(range.from, range.to, this.type.create({ label }));
          if (findAll(state.tr.doc).notes.some((note) => note.label === label)) return;
          withNote(state.tr, label);
        },
      }),
    ];
  },
  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      numbers,
      notesAlong(),
      pastedNotes(),
      new Plugin({
        props: {
          handleClickOn: (_view, _at, node, _place, event, isDirect) => {
            if (node.type.name === "footnoteReference" && isDirect) return follow(editor, labelOf(node), true);
            const isNumber = event.target instanceof Element && event.target.matches("div.footnote");
            return node.type.name === "footnote" && isNumber && follow(editor, labelOf(node), false);
          },
          handleKeyDown: (view, event) => {
            const chosen = view.state.doc.nodeAt(view.state.selection.from);
            if (event.key !== "Enter" || view.state.selection.empty) return false;
            return chosen?.type.name === "footnoteReference" && follow(editor, labelOf(chosen), true);
          },
        },
      }),
    ];
  },
});

const note = (translate: Translate): Node =>
  Node.create({
    name: "footnote",
    group: "block",
    content: "block+",
    defining: true,
    addAttributes: () => labelAttribute,
    parseHTML: () => [
      {
        tag: "div.footnote[data-label]",
        priority: 70,
        getAttrs: (element) => (LABEL.test(element.dataset.label ?? "") ? null : false),
      },
      { tag: "span.footnote__number", ignore: true, priority: 80 },
    ],
    renderHTML: ({ node, HTMLAttributes }) => [
      "div",
      mergeAttributes({ class: "footnote", role: "note", "aria-label": translate("footnote") }, HTMLAttributes, {
        "data-label": labelOf(node),
      }),
      0,
    ],
  });

export const footnotes = (translate: Translate): Extensions => [reference, note(translate), footnoteKeys];
