/**
 * Tab does not lead out of a text while one writes: what is typed next would go astray, or press keys of the page. Escape
 * lets it go again; who only comes by, and has not written, goes on as on any page.
 */
import { Extension } from "@tiptap/core";
import { ySyncPluginKey } from "@tiptap/y-tiptap";

export const tabStays = Extension.create<object, { isWriting: boolean }>({
  name: "tabStays",
  // Behind all that Tab does in items, tables and code.
  priority: 20,
  addStorage: () => ({ isWriting: false }),
  onTransaction({ transaction }) {
    if (transaction.docChanged && !transaction.getMeta(ySyncPluginKey)) this.storage.isWriting = true;
  },
  onBlur() {
    this.storage.isWriting = false;
  },
  addKeyboardShortcuts() {
    return {
      Tab: () => this.storage.isWriting,
      "Shift-Tab": () => this.storage.isWriting,
      Escape: () => {
        this.storage.isWriting = false;
        return false;
      },
    };
  },
});
