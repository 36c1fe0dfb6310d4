/**
 * What a document may hold. Node and mark names are those stored in the XmlFragment `default`: whoever reads or writes
 * documents elsewhere (rendering, Markdown) must know the same ones, and a change here raises SCHEMA in protocol.ts.
 */
import type { Extensions } from "@tiptap/core";
import { Code } from "@tiptap/extension-code";
import { TaskItem, TaskList } from "@tiptap/extension-list";
import { StarterKit } from "@tiptap/starter-kit";
import type { SuggestionOptions } from "@tiptap/suggestion";
import { MentionNames } from "./mention_names";
import { attachment } from "./nodes/attachment";
import { blockIds } from "./nodes/block_ids";
import { callout } from "./nodes/callout";
import { codeBlock } from "./nodes/code_block";
import { columnNodes } from "./nodes/columns";
import { contents } from "./nodes/contents";
import { details } from "./nodes/details";
import { embed } from "./nodes/embed";
import { footnotes } from "./nodes/footnote";
import { pictures } from "./nodes/image";
import { link } from "./nodes/link";
import { looks } from "./nodes/looks";
import { maths } from "./nodes/maths";
import { mention } from "./nodes/mention";
import { tables } from "./nodes/table";
import type { Translate } from "./strings";

/** The toolbar and Markdown shortcuts offer 1 to 4; imported texts bring deeper ones, which must survive. */
const LEVELS = [1, 2, 3, 4, 5, 6] as const;

// Imported texts set code in bold or in a link. With Tiptap's default (code excludes every other mark) such a text
// fails the schema's check, and the Yjs binding then deletes the whole paragraph, for everyone.
const CodeAmongMarks = Code.extend({ excludes: "" });

/** What nodes need of the page; without it they show ids instead of names, and no files. */
export interface Surroundings {
  /** The address below which this document's files are. */
  files?: string;
  /** The address below which cards of things are. */
  cards?: string;
  /** The address of the page that draws diagrams. */
  diagrams?: string;
  names?: MentionNames;
  suggestions?: Omit<SuggestionOptions, "editor">[];
}

/** `translate` labels what is not text for screen readers: a task's checkbox, a picture that is not shown. */
export function schemaExtensions(translate: Translate, around: Surroundings = {}): Extensions {
  const { files = "", cards = "", diagrams = "", names = new MentionNames(), suggestions = [] } = around;
  return [
    StarterKit.configure({
      heading: { levels: [...LEVELS] },
      code: false,
      codeBlock: false,
      // Undo is of one's own edits: the collaboration extension brings it.
      undoRedo: false,
      // It would add a paragraph for everyone who merely opens the document.
      trailingNode: false,
      link: false,
      dropcursor: { color: false, class: "drop-place" },
    }),
    CodeAmongMarks,
    link,
    ...looks,
    codeBlock(translate, diagrams).configure({ defaultLanguage: null, enableTabIndentation: true }),
    TaskList.configure({ HTMLAttributes: { class: "tasks" } }),
    TaskItem.configure({
      nested: true,
      a11y: { checkboxLabel: (node) => translate("task", { text: node.textContent }) },
    }),
    ...tables,
    pictures(translate, files).configure({ inline: false, allowBase64: false }),
    attachment(files),
    embed(cards, translate),
    callout(translate),
    ...details(translate),
    ...footnotes(translate),
    ...columnNodes,
    contents(translate),
    ...maths(translate),
    mention(names, suggestions),
    blockIds,
  ];
}
