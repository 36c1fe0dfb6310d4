/** What a command of the editor is, whichever list it stands in. */
import type { Editor } from "@tiptap/core";
import type { Colour } from "./nodes/looks";

export interface EditorCommand {
  /** Also the key of its label among the strings. */
  name: string;
  icon: string;
  /** The shortcut shown beside the label; the key binding is the editor's own. */
  keys?: string;
  run: (editor: Editor) => void;
  isOn?: (editor: Editor) => boolean;
  /** Whether it can be run here; always, when absent. */
  isAvailable?: (editor: Editor) => boolean;
  /** A colour that is shown instead of the icon. */
  swatch?: { mark: "textColour" | "highlight"; colour: Colour | null };
}

/** Commands of a menu that stand under a heading, whose label is that of `name`. */
export interface CommandGroup {
  name: string;
  commands: readonly EditorCommand[];
}

/** The shortcut as this machine's keyboard names it. */
export const shortcutOf = ({ keys }: Pick<EditorCommand, "keys">): string =>
  /Mac|iP(?:hone|ad)/.test(navigator.userAgent) ? (keys ?? "").replace("Ctrl ", "⌘") : (keys ?? "");
