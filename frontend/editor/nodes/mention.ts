/** A mention of a person, a circle or a thing: it stores the id and shows the name of today. */
import { mergeAttributes, type Node } from "@tiptap/core";
import { Mention } from "@tiptap/extension-mention";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import type { SuggestionOptions } from "@tiptap/suggestion";
import { make } from "../dom";
import type { MentionNames } from "../mention_names";

const KINDS = ["person", "circle", "thing"];
const ID = /^[A-Za-z0-9][\w.-]{0,63}$/;

export interface MentionAttributes {
  kind: string;
  id: string;
}

export function mentionOf({ kind, id }: Record<string, unknown>): MentionAttributes | null {
  return typeof id === "string" && ID.test(id) && KINDS.includes(String(kind)) ? { kind: String(kind), id } : null;
}

export function mentionText(attributes: Record<string, unknown>, names: MentionNames, later?: () => void): string {
  const found = mentionOf(attributes);
  if (!found) return "…";
  const sign = found.kind === "thing" ? "" : "@";
  return sign + (names.find(found.kind, found.id, sign ? later : undefined)?.name ?? (sign ? "…" : found.id));
}

/** Names the mentions of a text that is drawn once, now or when the server has said who they are. */
export function nameMentions(within: HTMLElement, names: MentionNames): void {
  for (const shown of within.querySelectorAll<HTMLElement>(".mention[data-id]")) {
    const show = (): void => {
      shown.textContent = mentionText({ ...shown.dataset }, names, show);
    };
    show();
  }
}

/** A chosen name comes with a blank, which who types one as well means; and what closes a phrase takes its place. A blank
 * before words is theirs. */
function typeBehindBlank({ state, dispatch }: EditorView, from: number, to: number, text: string): boolean {
  const { nodeBefore, parent, parentOffset } = state.doc.resolve(from);
  const isBlank = from === to && nodeBefore?.text === " ";
  const isBehind = isBlank && parent.childBefore(parentOffset - 1).node?.type.name === "mention";
  const next = parent.textBetween(parentOffset, Math.min(parentOffset + 1, parent.content.size), "", "\ufffc");
  if (!isBehind || (next && next !== " ") || !/^[ ,.)]$/.test(text)) return false;
  if (text !== " ") dispatch(state.tr.insertText(text, from - 1, from).scrollIntoView());
  return true;
}

export const mention = (names: MentionNames, suggestions: Omit<SuggestionOptions, "editor">[]): Node =>
  Mention.extend({
    selectable: true,
    addAttributes: () => ({
      kind: {
        default: null,
        parseHTML: (element: HTMLElement) => element.dataset.kind ?? null,
        renderHTML: ({ kind }: Record<string, unknown>) => ({ "data-kind": kind }),
      },
      id: {
        default: null,
        parseHTML: (element: HTMLElement) => element.dataset.id ?? null,
        renderHTML: ({ id }: Record<string, unknown>) => ({ "data-id": id }),
      },
    }),
    parseHTML: () => [
      {
        tag: "span.mention[data-kind][data-id]",
        getAttrs: (element) => (mentionOf({ ...element.dataset }) ? null : false),
      },
    ],
    renderHTML: ({ node, HTMLAttributes }) => [
      "span",
      mergeAttributes({ class: "mention" }, HTMLAttributes),
      mentionText(node.attrs, names),
    ],
    renderText: ({ node }) => mentionText(node.attrs, names),
    extendNodeSchema: (extension) =>
      extension.name === "mention"
        ? { leafText: ({ attrs }: { attrs: Record<string, unknown> }) => mentionText(attrs, names) }
        : {},
    addNodeView:
      () =>
      ({ node }) => {
        const { kind, id } = mentionOf(node.attrs) ?? { kind: "", id: "" };
        const dom = make("span", { class: "mention", "data-kind": kind, "data-id": id, contenteditable: "false" });
        const show = (): void => {
          dom.textContent = mentionText(node.attrs, names, show);
        };
        show();
        return { dom, ignoreMutation: () => true };
      },
    addProseMirrorPlugins() {
      return [...(this.parent?.() ?? []), new Plugin({ props: { handleTextInput: typeBehindBlank } })];
    },
  }).configure({ suggestions, deleteTriggerWithBackspace: true });
