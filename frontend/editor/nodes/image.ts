/** Pictures: files of ours with caption and width, and those of old and imported texts by their address. */
import { type Editor, mergeAttributes, type Node } from "@tiptap/core";
import { Image } from "@tiptap/extension-image";
import { NodeSelection } from "@tiptap/pm/state";
import { isSafeAddress } from "../addresses";
import { iconButton, make } from "../dom";
import { openNodeForm } from "../node_form";
import { openPicture } from "../picture_dialog";
import type { Translate } from "../strings";

/** In percent of the text: each has a rule in the style sheet, as no style attribute may be written. */
export const WIDTHS = [25, 50, 75, 100] as const;
export const FILE = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Before the address of a pasted picture that is on its way to the server. */
export const SENDING = "#sending-";

/** The host of a picture's address when it is another one than ours; pages load pictures from ours alone. */
function foreignHost(address: string): string {
  const { host, origin } = URL.parse(address, location.href) ?? { host: address.slice(0, 60), origin: "" };
  return origin === location.origin || !host ? "" : host;
}

type Attributes = Record<string, unknown>;
const text = (value: unknown): string => (typeof value === "string" ? value : "");
export const fileOf = ({ file }: Attributes): string => (FILE.test(text(file)) ? text(file) : "");
const originalOf = ({ file, original }: Attributes): string =>
  FILE.test(text(original)) && original !== file ? text(original) : "";
const widthOf = ({ width }: Attributes): string =>
  WIDTHS.some((each) => each === Number(width)) ? String(Number(width)) : "";
const inFigure = (element: HTMLElement): HTMLElement | null => element.closest("figure");

/** `files` is the address below which this document's files are: /p/pump/files/. */
export const pictures = (translate: Translate, files: string): Node =>
  Image.extend({
    addAttributes() {
      return {
        ...this.parent?.(),
        file: {
          default: null,
          parseHTML: (element: HTMLElement) => inFigure(element)?.dataset.file ?? null,
          rendered: false,
        },
        caption: {
          default: null,
          parseHTML: (element: HTMLElement) => inFigure(element)?.querySelector("figcaption")?.textContent || null,
          rendered: false,
        },
        width: {
          default: null,
          parseHTML: (element: HTMLElement) => Number(inFigure(element)?.dataset.width) || null,
          rendered: false,
        },
        // What it was cropped from, if it was: a file of the same document.
        original: {
          default: null,
          parseHTML: (element: HTMLElement) => inFigure(element)?.dataset.original ?? null,
          rendered: false,
        },
        height: { default: null, rendered: false },
      };
    },
    parseHTML: () => [
      {
        tag: "figure",
        getAttrs: (element) => {
          const image = element.querySelector("img");
          if (!image || (!element.dataset.file && !isSafeAddress(image.getAttribute("src") ?? ""))) return false;
          const { file } = element.dataset;
          return {
            src: file ? null : image.getAttribute("src"),
            alt: image.getAttribute("alt"),
            title: image.getAttribute("title"),
            caption: element.querySelector("figcaption")?.textContent || null,
            file: file ?? null,
            width: Number(element.dataset.width) || null,
            original: element.dataset.original ?? null,
          };
        },
      },
      {
        tag: "img[src]",
        getAttrs: (element) => (isSafeAddress(element.getAttribute("src") ?? "") ? null : false),
      },
    ],
    renderHTML: ({ node, HTMLAttributes: { src: _src, ...rest } }) => {
      const address = sourceOf(node.attrs, files);
      const [file, width, caption] = [fileOf(node.attrs), widthOf(node.attrs), text(node.attrs.caption)];
      if (!file && !width && !caption) return ["img", address ? { src: address, ...rest } : rest];
      const { id, ...words } = rest;
      const original = originalOf(node.attrs) || null;
      const which = { id, "data-file": file || null, "data-width": width || null, "data-original": original };
      const image = ["img", address ? mergeAttributes({ src: address }, words) : words] as const;
      return caption ? ["figure", which, image, ["figcaption", caption]] : ["figure", which, image];
    },
    addKeyboardShortcuts() {
      return {
        ...this.parent?.(),
        // As for links: what is chosen is opened.
        "Alt-Enter": () => {
          const { selection } = this.editor.state;
          if (!(selection instanceof NodeSelection) || selection.node.type !== this.type) return false;
          enlarge(this.editor, selection.from, files, translate);
          return true;
        },
      };
    },
    addNodeView:
      () =>
      ({ node, editor, getPos, HTMLAttributes }) => {
        const dom = make("figure", { contenteditable: "false" });
        if (typeof HTMLAttributes.id === "string") dom.id = HTMLAttributes.id;
        const show = (attributes: Attributes): void => {
          if (widthOf(attributes)) dom.dataset.width = widthOf(attributes);
          else delete dom.dataset.width;
          const caption = text(attributes.caption);
          const edit = (): void => editPicture(editor, getPos(), dom, translate);
          dom.replaceChildren(
            drawn(attributes, files, translate, () => {
              // Who writes chooses it by a click, as elsewhere, and opens what is chosen by another.
              if (wasChosen || !editor.isEditable) enlarge(editor, getPos(), files, translate);
            }),
            ...(caption ? [make("figcaption", {}, caption)] : []),
            ...(editor.isEditable ? [iconButton("pencil", translate("picture_edit"), edit)] : []),
          );
        };
        show(node.attrs);
        let wasChosen = false;
        dom.addEventListener("pointerdown", () => {
          wasChosen = dom.classList.contains("ProseMirror-selectednode");
        });
        dom.addEventListener("ronde:edit", () => editPicture(editor, getPos(), dom, translate));
        return {
          dom,
          ignoreMutation: () => true,
          stopEvent: (event) => (event.target as Element).closest?.("button") !== null,
          update: (next) => {
            if (next.type.name !== "image") return false;
            show(next.attrs);
            return true;
          },
        };
      },
  });

/** The address of a picture that may be shown or copied; nothing for one that leads into a script. */
function sourceOf(attributes: Attributes, files: string): string {
  const file = fileOf(attributes);
  if (file) return files ? `${files}${file}/picture` : "";
  return isSafeAddress(text(attributes.src)) ? text(attributes.src) : "";
}

/** A picture; one of another host is named rather than shown broken. */
function drawn(attributes: Attributes, files: string, translate: Translate, open: () => void): HTMLElement {
  const source = sourceOf(attributes, files);
  const words = text(attributes.alt) || text(attributes.title);
  if (!source) return make("p", { class: "elsewhere" }, words || translate("picture"));
  if (source.startsWith(SENDING)) return make("p", { class: "elsewhere" }, translate("picture_coming"));
  const host = foreignHost(source);
  if (!host) {
    const image = make("img", { alt: text(attributes.alt), title: text(attributes.title), loading: "lazy" });
    image.src = fileOf(attributes) ? `${source}?size=${widthOf(attributes) === "25" ? 640 : 1280}` : source;
    image.addEventListener("click", open);
    return image;
  }
  const link = make("a", { href: source }, words || translate("picture"));
  return make("p", { class: "elsewhere" }, link, " ", make("span", {}, translate("elsewhere", { host })));
}

/**
 * Shows the picture at a position in its full size; who may write crops it there, which makes a file of its own, and
 * takes that back later.
 */
export function enlarge(editor: Editor, at: number | undefined, files: string, translate: Translate): void {
  const node = at === undefined ? null : editor.state.doc.nodeAt(at);
  if (!node || at === undefined) return;
  const { alt, caption } = node.attrs as Attributes;
  const shown = { source: sourceOf(node.attrs, files), alt: text(alt), caption: text(caption) };
  const mayCrop = editor.isEditable && fileOf(node.attrs) !== "";
  const keep = (file: File): boolean => editor.commands.replacePicture(fileOf(node.attrs), file);
  const original = originalOf(node.attrs);
  const uncrop = (): boolean => editor.commands.uncropPicture(fileOf(node.attrs), original);
  openPicture(shown, translate, mayCrop ? keep : null, mayCrop && original ? uncrop : null);
}

export function editPicture(editor: Editor, at: number | undefined, dom: HTMLElement, translate: Translate): void {
  if (at === undefined) return;
  const choices = [["", translate("picture_width_own")], ...WIDTHS.map((each) => [String(each), `${each} %`])] as [
    string,
    string,
  ][];
  openNodeForm(
    editor,
    at,
    dom,
    translate("picture_edit"),
    [
      { name: "alt", label: translate("picture_alt") },
      { name: "caption", label: translate("picture_caption") },
      { name: "width", label: translate("picture_width"), choices },
    ],
    null,
    translate,
  );
}
