/** Ctrl F in the text opens our own bar; once the cursor is in it, Ctrl F is the browser's. */
import { Extension } from "@tiptap/core";
import type { Translate } from "./strings";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    finding: { openFind: () => ReturnType };
  }
}

export const finding = (translate: Translate): Extension =>
  Extension.create({
    name: "finding",
    addCommands: () => ({
      openFind:
        () =>
        ({ editor }) => {
          void import("./find_bar").then((module) => editor.isDestroyed || module.openFind(editor, translate));
          return true;
        },
    }),
    addKeyboardShortcuts() {
      const open = () => this.editor.commands.openFind();
      return { "Mod-f": open, "Mod-h": open };
    },
  });
