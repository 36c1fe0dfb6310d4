/**
 * A click below the last block goes on in a new paragraph there, where the last block is none: for fingers too. The key
 * for the end goes before the notes that stand last.
 */
import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey, TextSelection } from "@tiptap/pm/state";

export const textEnd = Extension.create({
  name: "textEnd",
  addKeyboardShortcuts() {
    return {
      // The end of the text is before its notes; from there, and in them, it is the last note's.
      "Mod-End": () => {
        const { doc, selection } = this.editor.state;
        const end = endOfText(doc);
        if (end === doc.content.size || end === 0 || selection.to >= end - 1) return false;
        const { tr } = this.editor.state;
        this.editor.view.dispatch(tr.setSelection(TextSelection.near(doc.resolve(end), -1)).scrollIntoView());
        return true;
      },
    };
  },
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey("textEnd"),
      props: {
        handleClick: (view, _at, event) => {
          const last = view.dom.lastElementChild?.getBoundingClientRect();
          const { doc, schema, tr } = view.state;
          const { paragraph } = schema.nodes;
          if (!view.editable || !last || event.clientY <= last.bottom || !paragraph) return false;
          if (!doc.lastChild || doc.lastChild.type === paragraph) return false;
          const end = doc.content.size;
          tr.insert(end, paragraph.create());
          view.dispatch(tr.setSelection(TextSelection.create(tr.doc, end + 1)).scrollIntoView());
          return true;
        },
      },
    }),
  ],
});

/** Where the text ends, before the notes that stand last. */
export function endOfText(doc: Node): number {
  let end = doc.content.size;
  for (let place = doc.childCount - 1; place >= 0 && doc.child(place).type.name === "footnote"; place -= 1)
    end -= doc.child(place).nodeSize;
  return end;
}
