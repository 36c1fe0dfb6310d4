/** A click below the last block goes on in a new paragraph there, where the last block is none: for fingers too. */
import { Extension } from "@tiptap/core";
import { Plugin, PluginKey, TextSelection } from "@tiptap/pm/state";

export const textEnd = Extension.create({
  name: "textEnd",
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
