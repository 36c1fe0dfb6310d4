/** A file that is attached: a card with its name, which leads to it. */
import { mergeAttributes, Node } from "@tiptap/core";
import { icon, make } from "../dom";
import { fileOf } from "./image";

export const attachment = (files: string): Node =>
  Node.create({
    name: "attachment",
    group: "block",
    atom: true,
    draggable: true,
    addAttributes: () => ({
      file: { default: null, parseHTML: (element: HTMLElement) => element.dataset.file ?? null, rendered: false },
      name: {
        default: null,
        parseHTML: (element: HTMLElement) => element.textContent?.trim() || null,
        rendered: false,
      },
    }),
    parseHTML: () => [{ tag: "p.attachment", priority: 60 }],
    renderHTML: ({ node, HTMLAttributes }) => [
      "p",
      mergeAttributes({ class: "attachment", "data-file": fileOf(node.attrs) }, HTMLAttributes),
      ["a", { href: addressOf(node.attrs, files) }, nameOf(node.attrs)],
    ],
    renderText: ({ node }) => nameOf(node.attrs),
    addNodeView:
      () =>
      ({ node, HTMLAttributes }) => {
        const link = make("a", { href: addressOf(node.attrs, files) }, icon("paperclip"), nameOf(node.attrs));
        const dom = make("p", { class: "attachment", contenteditable: "false" }, link);
        if (typeof HTMLAttributes.id === "string") dom.id = HTMLAttributes.id;
        return { dom, ignoreMutation: () => true };
      },
  });

const nameOf = ({ name }: Record<string, unknown>): string => (typeof name === "string" && name) || "…";

const addressOf = (attributes: Record<string, unknown>, files: string): string =>
  fileOf(attributes) && files ? `${files}${fileOf(attributes)}/${encodeURIComponent(nameOf(attributes))}` : "#";
