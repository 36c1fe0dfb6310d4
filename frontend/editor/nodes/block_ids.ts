/**
 * The id of a block (`bid`), by which links find it (`#b-…`). The server gives it; the editor never invents one: two
 * people who opened the same document would each invent their own.
 */
import { Extension } from "@tiptap/core";
import { type EditorState, Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { ySyncPluginKey } from "@tiptap/y-tiptap";

/** Nodes that may stand at the top of a document. */
export const BLOCKS = [
  "paragraph",
  "heading",
  "bulletList",
  "orderedList",
  "taskList",
  "blockquote",
  "codeBlock",
  "horizontalRule",
  "table",
  "image",
  "attachment",
  "embed",
  "footnote",
  "contents",
  "columns",
  "callout",
  "details",
  "mathBlock",
];

const SHAPE = /^b-([A-Za-z0-9]{4,24})$/;

export const blockIds = Extension.create({
  name: "blockIds",
  addGlobalAttributes: () => [
    {
      types: BLOCKS,
      attributes: {
        bid: {
          default: null,
          // The half that Enter splits off is another block.
          keepOnSplit: false,
          parseHTML: (element: HTMLElement) => SHAPE.exec(element.id)?.[1] ?? null,
          renderHTML: ({ bid }: { bid?: unknown }) =>
            typeof bid === "string" && SHAPE.test(`b-${bid}`) ? { id: `b-${bid}` } : {},
        },
      },
    },
  ],
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey("blockIds"),
      appendTransaction: (changes, _before, state) =>
        changes.some((change) => change.docChanged && !change.getMeta(ySyncPluginKey)) ? withoutTwins(state) : null,
    }),
  ],
});

/** A block that was split in two has its id in the first half only; what is pasted twice is left to the server. */
function withoutTwins({ doc, selection: { $from }, tr }: EditorState): Transaction | null {
  const here = $from.index(0);
  let at = $from.depth ? $from.before(1) : $from.pos;
  for (const index of [here, here + 1]) {
    const block = doc.maybeChild(index);
    const bid = block?.attrs.bid;
    if (bid && index > 0 && doc.child(index - 1).attrs.bid === bid) tr.setNodeAttribute(at, "bid", null);
    at += block?.nodeSize ?? 0;
  }
  return tr.docChanged ? tr.setMeta("addToHistory", true) : null;
}
