/** Commands for what stands in a text besides words: cards, footnotes, the list of headings, columns. */
import type { EditorCommand } from "./editor_command";
import { insertBlock } from "./insert_block";

/** As a reference, which then stands as a card. */
export const EMBED: EditorCommand = {
  name: "embed_insert",
  icon: "square-check",
  run: (editor) => {
    editor.storage.embed.isWanted = true;
    editor.chain().focus().insertContent("#").run();
  },
};
export const FOOTNOTE: EditorCommand = {
  name: "footnote_insert",
  icon: "asterisk",
  keys: "Ctrl Alt F",
  run: (editor) => editor.chain().focus().insertFootnote().run(),
};
export const CONTENTS: EditorCommand = {
  name: "contents_insert",
  icon: "table-of-contents",
  run: (editor) => insertBlock(editor, editor.state.selection, { type: "contents" }),
};
/** A block of code in Mermaid, with something to go on from. */
export const DIAGRAM: EditorCommand = {
  name: "diagram_insert",
  icon: "git-fork",
  run: (editor) =>
    editor
      .chain()
      .focus()
      .insertContent({
        type: "codeBlock",
        attrs: { language: "mermaid" },
        content: [{ type: "text", text: "flowchart LR\n  A --> B" }],
      })
      .run(),
};
const columns = (count: 2 | 3): EditorCommand => ({
  name: `columns_${count}`,
  icon: `columns-${count}`,
  run: (editor) => editor.chain().focus().setColumns(count).run(),
});

export const THINGS: readonly EditorCommand[] = [EMBED, FOOTNOTE, CONTENTS, DIAGRAM, columns(2), columns(3)];
