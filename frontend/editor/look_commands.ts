/** Commands for how words and paragraphs look: raised and lowered, in colours, aligned. */
import type { Editor } from "@tiptap/core";
import type { CommandGroup, EditorCommand } from "./editor_command";
import { ALIGNMENTS, type Alignment, COLOURS, type Colour, USUAL_HIGHLIGHT } from "./nodes/looks";

export const SUPERSCRIPT: EditorCommand = {
  name: "superscript",
  icon: "superscript",
  keys: "Ctrl .",
  run: (editor) => editor.chain().focus().toggleSuperscript().run(),
  isOn: (editor) => editor.isActive("superscript"),
};
export const SUBSCRIPT: EditorCommand = {
  name: "subscript",
  icon: "subscript",
  keys: "Ctrl ,",
  run: (editor) => editor.chain().focus().toggleSubscript().run(),
  isOn: (editor) => editor.isActive("subscript"),
};
export const HIGHLIGHT: EditorCommand = {
  name: "highlight",
  icon: "highlighter",
  keys: "Ctrl Shift H",
  run: (editor) => editor.chain().focus().toggleHighlight().run(),
  isOn: (editor) => editor.isActive("highlight"),
};

export const CLEAR_LOOKS: EditorCommand = {
  name: "clear_looks",
  icon: "remove-formatting",
  keys: "Ctrl \\",
  run: (editor) => editor.chain().focus().clearLooks().run(),
};

const colourAt = (editor: Editor, mark: "textColour" | "highlight"): unknown => {
  if (!editor.isActive(mark)) return null;
  return editor.getAttributes(mark).colour ?? (mark === "highlight" ? USUAL_HIGHLIGHT : null);
};

const coloured = (mark: "textColour" | "highlight", colour: Colour | null): EditorCommand => ({
  name: `colour_${colour ?? "none"}`,
  icon: "",
  swatch: { mark, colour },
  run: (editor) => {
    const chain = editor.chain().focus();
    (mark === "highlight" ? chain.setHighlight(colour) : chain.setTextColour(colour)).run();
  },
  isOn: (editor) => colourAt(editor, mark) === colour,
});

/** What the words of a text may be, side by side: the colour of the words, and that of their ground. */
export const COLOUR_GROUPS: readonly CommandGroup[] = (["textColour", "highlight"] as const).map((mark) => ({
  name: mark === "highlight" ? "highlight_colour" : "text_colour",
  commands: [null, ...COLOURS].map((colour) => coloured(mark, colour)),
}));

const ALIGNMENT_KEYS: Record<Alignment, string> = {
  center: "Ctrl Shift E",
  right: "Ctrl Shift R",
  justify: "Ctrl Shift J",
};
const ALIGNMENT_ICONS: Record<Alignment, string> = { center: "center", right: "end", justify: "justify" };

const aligned = (alignment: Alignment | null): EditorCommand => ({
  name: `align_${alignment ?? "start"}`,
  icon: `text-align-${alignment ? ALIGNMENT_ICONS[alignment] : "start"}`,
  keys: alignment ? ALIGNMENT_KEYS[alignment] : "Ctrl Shift L",
  run: (editor) => editor.chain().focus().setAlignment(alignment).run(),
  isOn: (editor) => editor.isActive({ align: alignment }),
  isAvailable: (editor) => editor.can().setAlignment(alignment),
});

export const ALIGN: readonly EditorCommand[] = [null, ...ALIGNMENTS].map(aligned);
