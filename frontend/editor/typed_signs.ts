/**
 * What people type who come from elsewhere, beside what Tiptap knows: `1)` begins a list, `- [ ]` a task, an address is
 * linked though a comma or a bracket follows it.
 */
import { Extension, InputRule, wrappingInputRule } from "@tiptap/core";
import type { ResolvedPos } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

/** An address with a sign of the sentence behind it; brackets around it are not of it. */
const ADDRESS = /(?:^|[\s([«"“‘'])((?:https?:\/\/|www\.)[^\s<>«»"“”]+?)[.,;:!?)\]»"”’']+$/;

export const typedSigns = Extension.create({
  name: "typedSigns",
  // Before the rules of a list, which take `[ ]` for words.
  priority: 160,
  addInputRules() {
    const { orderedList } = this.editor.schema.nodes;
    return [
      ...(orderedList
        ? [
            wrappingInputRule({
              find: /^(\d{1,3})\)\s$/,
              type: orderedList,
              getAttributes: (match) => ({ start: Number(match[1]) }),
            }),
          ]
        : []),
      new InputRule({
        find: /^\[([ xX])?\]\s$/,
        handler: ({ state, range, match, chain }) => {
          const $from = state.doc.resolve(range.from);
          if (!isFirstOfBullet($from)) return null;
          const isDone = /x/i.test(match[1] ?? "");
          chain()
            .deleteRange(range)
            .turnInto({ type: "taskList" })
            .updateAttributes("taskItem", isDone ? { checked: true } : {})
            .run();
          return undefined;
        },
      }),
    ];
  },
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey("typedSigns"),
      props: {
        handleTextInput: (view, from, _to, text) => {
          if (text === " ") linkBefore(view, from);
          return false;
        },
        handleKeyDown: (view, { key }) => {
          if (key === "Enter" && view.state.selection.empty) linkBefore(view, view.state.selection.from);
          return false;
        },
      },
    }),
  ],
});

const isFirstOfBullet = ($from: ResolvedPos): boolean =>
  $from.depth > 2 && $from.node(-2).type.name === "bulletList" && $from.index(-1) === 0;

/** Links the address that ends before a position, where a sign of the sentence stands between. */
function linkBefore(view: EditorView, at: number): void {
  const { state } = view;
  const $at = state.doc.resolve(at);
  const { link } = state.schema.marks;
  if (!link || !$at.parent.isTextblock || $at.parent.type.spec.code) return;
  const before = $at.parent.textBetween(Math.max(0, $at.parentOffset - 2_000), $at.parentOffset, "\n", "\ufffc");
  const match = ADDRESS.exec(before);
  const address = match?.[1];
  if (!match || !address) return;
  const from = at - before.length + match.index + match[0].indexOf(address);
  const to = from + address.length;
  const { code } = state.schema.marks;
  if (state.doc.rangeHasMark(from, to, link) || (code && state.doc.rangeHasMark(from, to, code))) return;
  const href = address.startsWith("www.") ? `https://${address}` : address;
  view.dispatch(state.tr.addMark(from, to, link.create({ href })));
}
