/**
 * How words and paragraphs may look beside bold and italic: raised and lowered, in a closed set of colours, aligned.
 * documents/richtext/looks.py knows the same; the style sheet has a rule for each (looks.css), as no style attribute may be written.
 */
import { type Command, Extension, type Extensions, Mark, type RawCommands } from "@tiptap/core";

export const COLOURS = ["grey", "red", "orange", "yellow", "green", "blue", "violet"] as const;
export type Colour = (typeof COLOURS)[number];
export const USUAL_HIGHLIGHT: Colour = "yellow";
export const ALIGNMENTS = ["center", "right", "justify"] as const;
const ALIGNED = ["paragraph", "heading"];
export type Alignment = (typeof ALIGNMENTS)[number];

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    looks: {
      /** Gives the selected words a colour, or takes it away (null). */
      setTextColour: (colour: Colour | null) => ReturnType;
      setHighlight: (colour: Colour | null) => ReturnType;
      /** Highlights the selected words, or no longer. */
      toggleHighlight: () => ReturnType;
      toggleSuperscript: () => ReturnType;
      toggleSubscript: () => ReturnType;
      /** Aligns the selected paragraphs and headings; at their start without one. */
      setAlignment: (alignment: Alignment | null) => ReturnType;
      /** Makes the selected words plain; links stay. */
      clearLooks: () => ReturnType;
    };
  }
}

const colourOf = (value: unknown): Colour | null => COLOURS.find((each) => each === value) ?? null;
const alignmentOf = (value: unknown): Alignment | null => ALIGNMENTS.find((each) => each === value) ?? null;

/** Of imported texts some are both; the schema takes that, the buttons do not make it. */
const raised = (name: "superscript" | "subscript", tag: string, other: string): Mark =>
  Mark.create({
    name,
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
    addCommands(): Partial<RawCommands> {
      const toggle: Command = ({ commands: run }) => run.unsetMark(other) && run.toggleMark(name);
      return name === "superscript" ? { toggleSuperscript: () => toggle } : { toggleSubscript: () => toggle };
    },
  });

/** A mark with one of the colours; `usual` is that of a tag that says none. */
const coloured = (name: "highlight" | "textColour", tag: string, usual: Colour | null): Mark =>
  Mark.create({
    name,
    addAttributes: () => ({
      colour: {
        default: null,
        parseHTML: (element: HTMLElement) => {
          const colour = colourOf(element.dataset.colour);
          return colour === usual ? null : colour;
        },
        renderHTML: ({ colour }: { colour?: unknown }) => {
          const known = colourOf(colour);
          return known && known !== usual ? { "data-colour": known } : {};
        },
      },
    }),
    parseHTML: () => [{ tag: usual ? tag : `${tag}[data-colour]` }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  });

const commands = Extension.create({
  name: "looks",
  addGlobalAttributes: () => [
    {
      types: ALIGNED,
      attributes: {
        align: {
          default: null,
          parseHTML: (element: HTMLElement) => alignmentOf(element.dataset.align),
          renderHTML: ({ align }: { align?: unknown }) => (alignmentOf(align) ? { "data-align": align } : {}),
        },
      },
    },
  ],
  addCommands: () => ({
    setTextColour:
      (colour) =>
      ({ commands: run }) =>
        colour ? run.setMark("textColour", { colour }) : run.unsetMark("textColour"),
    setHighlight:
      (colour) =>
      ({ commands: run }) =>
        colour
          ? run.setMark("highlight", { colour: colour === USUAL_HIGHLIGHT ? null : colour })
          : run.unsetMark("highlight"),
    toggleHighlight:
      () =>
      ({ commands: run }) =>
        run.toggleMark("highlight"),
    setAlignment:
      (alignment) =>
      ({ tr, state: { selection }, dispatch }) => {
        let found = false;
        for (const { $from, $to } of selection.ranges) {
          tr.doc.nodesBetween($from.pos, $to.pos, (node, at) => {
            if (!ALIGNED.includes(node.type.name)) return;
            found = true;
            if (dispatch && node.attrs.align !== alignment) tr.setNodeAttribute(at, "align", alignment);
          });
        }
        return found;
      },
    clearLooks:
      () =>
      ({ tr, state: { schema, selection }, dispatch }) => {
        if (!dispatch) return true;
        const marks = Object.values(schema.marks).filter((mark) => mark.name !== "link");
        for (const mark of marks) {
          for (const { $from, $to } of selection.ranges) tr.removeMark($from.pos, $to.pos, mark);
          if (selection.empty) tr.removeStoredMark(mark);
        }
        return true;
      },
  }),
  addKeyboardShortcuts() {
    return {
      "Mod-.": () => this.editor.commands.toggleSuperscript(),
      "Mod-,": () => this.editor.commands.toggleSubscript(),
      "Mod-Shift-h": () => this.editor.commands.toggleHighlight(),
      "Alt-Shift-5": () => this.editor.commands.toggleStrike(),
      "Mod-Shift-x": () => this.editor.commands.toggleStrike(),
      "Mod-\\": () => this.editor.commands.clearLooks(),
      "Mod-Space": () => this.editor.commands.clearLooks(),
      "Mod-Shift-l": () => this.editor.commands.setAlignment(null),
      "Mod-Shift-e": () => this.editor.commands.setAlignment("center"),
      "Mod-Shift-r": () => this.editor.commands.setAlignment("right"),
      "Mod-Shift-j": () => this.editor.commands.setAlignment("justify"),
    };
  },
});

export const looks: Extensions = [
  raised("superscript", "sup", "subscript"),
  raised("subscript", "sub", "superscript"),
  coloured("highlight", "mark", USUAL_HIGHLIGHT),
  coloured("textColour", "span", null),
  commands,
];
