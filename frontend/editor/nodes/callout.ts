/** A box that stands out: a note, a tip, a warning. Its tone is read aloud, and written by the style sheet. */
import { mergeAttributes, Node } from "@tiptap/core";
import type { Translate } from "../strings";

/** As GitHub has them; documents/richtext/html.py knows the same. */
export const TONES = ["note", "tip", "important", "warning", "caution"] as const;
export type Tone = (typeof TONES)[number];

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    callout: {
      /** Puts what is selected into a box, gives the box around it another tone, or takes away one of that tone. */
      toggleCallout: (tone: Tone) => ReturnType;
    };
  }
}

const toneOf = (value: unknown): Tone => TONES.find((tone) => tone === value) ?? "note";

export const callout = (translate: Translate): Node =>
  Node.create({
    name: "callout",
    group: "block",
    content: "block+",
    defining: true,
    addAttributes: () => ({
      tone: {
        default: "note",
        parseHTML: (element: HTMLElement) => toneOf(element.dataset.tone),
        renderHTML: ({ tone }: { tone?: unknown }) => ({
          "data-tone": toneOf(tone),
          "aria-label": translate(`callout_${toneOf(tone)}`),
        }),
      },
    }),
    parseHTML: () => [{ tag: "div.callout" }],
    renderHTML: ({ HTMLAttributes }) => ["div", mergeAttributes({ class: "callout", role: "note" }, HTMLAttributes), 0],
    addCommands() {
      return {
        toggleCallout:
          (tone) =>
          ({ commands, editor }) => {
            if (!editor.isActive(this.name)) return commands.wrapIn(this.name, { tone });
            if (editor.isActive(this.name, { tone })) return commands.lift(this.name);
            return commands.updateAttributes(this.name, { tone });
          },
      };
    },
    addKeyboardShortcuts() {
      return {
        Backspace: () => {
          const { $from, empty } = this.editor.state.selection;
          const isFirst = $from.depth === 2 && $from.index(1) === 0 && $from.parentOffset === 0;
          return empty && isFirst && $from.node(1).type.name === this.name && this.editor.commands.lift(this.name);
        },
      };
    },
  });
