/**
 * What a document may hold. Node and mark names are those stored in the XmlFragment `default`: whoever reads or writes
 * documents elsewhere (rendering, Markdown) must know the same ones, and a change here raises SCHEMA in protocol.ts.
 */
import type { Extensions } from "@tiptap/core";
import { Code } from "@tiptap/extension-code";
import { Image } from "@tiptap/extension-image";
import { TaskItem, TaskList } from "@tiptap/extension-list";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { StarterKit } from "@tiptap/starter-kit";
import type { Translate } from "./strings";

/** The toolbar and Markdown shortcuts offer 1 to 4; imported texts bring deeper ones, which must survive. */
const LEVELS = [1, 2, 3, 4, 5, 6] as const;

/** Where a link may lead: anywhere but into a script. Relative addresses are ours. */
const SCHEMES = /^(?:https?:|mailto:|tel:|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i;

// Imported texts set code in bold or in a link. With Tiptap's default (code excludes every other mark) such a text
// fails the schema's check, and the Yjs binding then deletes the whole paragraph, for everybody.
const CodeAmongMarks = Code.extend({ excludes: "" });

// Columns have no fixed width, so that no style attribute is needed.
const PlainTable = Table.extend({
  renderHTML: ({ HTMLAttributes }) => ["table", HTMLAttributes, ["tbody", 0]],
});

export function isSafeAddress(address: string): boolean {
  // Browsers skip blanks and control characters when they look for the scheme.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return SCHEMES.test(address.replace(/[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202f\ufeff]+/g, ""));
}

/** The host of a picture's address when it is another one than ours; pages load pictures from ours alone. */
function foreignHost(address: string): string {
  const { host, origin } = URL.parse(address, location.href) ?? { host: address.slice(0, 60), origin: "" };
  return origin === location.origin || !host ? "" : host;
}

/**
 * A picture; one of another host is named rather than shown broken, and is still copied as a picture. An address that
 * leads into a script, whoever wrote it into the document, stands nowhere on the page (as in documents/content/html.py).
 */
const pictures = (translate: Translate) =>
  Image.extend({
    parseHTML: () => [
      {
        tag: "img[src]",
        getAttrs: (element) => (isSafeAddress(element.getAttribute("src") ?? "") ? null : false),
      },
    ],
    renderHTML: ({ HTMLAttributes: { src, ...rest } }) => ["img", isSafeAddress(src ?? "") ? { src, ...rest } : rest],
    addNodeView:
      () =>
      ({ node }) => {
        const { src, alt, title } = node.attrs as Record<string, string | null>;
        if (!isSafeAddress(src ?? "")) {
          const dom = document.createElement("p");
          dom.className = "elsewhere";
          dom.contentEditable = "false";
          dom.textContent = alt || title || translate("picture");
          return { dom };
        }
        const host = foreignHost(src ?? "");
        const dom = document.createElement(host ? "p" : "img");
        if (dom instanceof HTMLImageElement) {
          Object.assign(dom, { src: src ?? "", alt: alt ?? "", title: title ?? "" });
          return { dom };
        }
        dom.className = "elsewhere";
        dom.contentEditable = "false";
        const link = document.createElement("a");
        const where = document.createElement("span");
        link.href = src ?? "";
        link.textContent = alt || title || translate("picture");
        where.textContent = translate("elsewhere", { host });
        dom.append(link, " ", where);
        return { dom };
      },
  });

/** `translate` labels a task's checkbox for screen readers, and a picture that is not shown. */
export function schemaExtensions(translate: Translate): Extensions {
  return [
    StarterKit.configure({
      heading: { levels: [...LEVELS] },
      code: false,
      // Undo is of one's own edits: the collaboration extension brings it.
      undoRedo: false,
      // It would add a paragraph for everybody who merely opens the document.
      trailingNode: false,
      codeBlock: { defaultLanguage: null, enableTabIndentation: true },
      link: {
        openOnClick: false,
        defaultProtocol: "https",
        isAllowedUri: (address) => isSafeAddress(address),
        HTMLAttributes: { target: null, rel: null, class: null },
      },
      dropcursor: { color: false, class: "drop-place" },
    }),
    CodeAmongMarks,
    TaskList.configure({ HTMLAttributes: { class: "tasks" } }),
    TaskItem.configure({
      nested: true,
      a11y: { checkboxLabel: (node) => translate("task", { text: node.textContent }) },
    }),
    PlainTable.configure({ resizable: false, View: null }),
    TableRow,
    TableHeader,
    TableCell,
    pictures(translate).configure({ inline: false, allowBase64: false }),
  ];
}
