/** An editor on a few blocks, with the caret where a test says, and what it shows in short. */
import { Editor, type JSONContent } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import type { Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import { blockEdges } from "../../editor/block_edges";
import { schemaExtensions } from "../../editor/schema";
import { turnInto } from "../../editor/turn_into";

const open: Editor[] = [];

/** Ends every editor that a test opened. */
export function closeAll(): void {
  for (const editor of open.splice(0)) editor.destroy();
}

/** Lets an editor ask where things are, which are nowhere here. */
export function layNothingOut(): void {
  Range.prototype.getClientRects ??= () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect ??= () => new DOMRect();
  document.elementFromPoint ??= () => null;
}

const SHORT: Record<string, string> = {
  paragraph: "p",
  heading: "h",
  bulletList: "ul",
  listItem: "li",
  taskList: "ul",
  taskItem: "li",
  blockquote: "quote",
  codeBlock: "code",
  detailsSummary: "title",
  detailsContent: "inside",
  tableRow: "row",
  tableCell: "cell",
};
export const line = (text: string): JSONContent => ({
  type: "paragraph",
  content: text ? [{ type: "text", text }] : [],
});
export const block = (type: string, ...content: JSONContent[]): JSONContent => ({ type, content });
export const list = (...items: string[]) => block("bulletList", ...items.map((text) => block("listItem", line(text))));
const FILE = "0b8f2f0e-93d4-4f5b-8b3f-1e2d3c4b5a69";
/** Each kind of block that holds lines, with one of its own. */
export const HOLDING: Record<string, (text: string) => JSONContent> = {
  list: (text) => list(text),
  tasks: (text) => block("taskList", block("taskItem", line(text))),
  quote: (text) => block("blockquote", line(text)),
  callout: (text) => block("callout", line(text)),
  "list in a callout": (text) => block("callout", list(text)),
  "nested list": (text) => block("bulletList", block("listItem", line("one"), list(text))),
};
export const WHOLE: Record<string, JSONContent> = {
  rule: { type: "horizontalRule" },
  picture: { type: "image", attrs: { file: FILE } },
  file: { type: "attachment", attrs: { file: FILE, name: "a.csv" } },
  card: { type: "embed", attrs: { kind: "thing", id: "D-1" } },
  contents: { type: "contents" },
};

/** The blocks in short, with the caret as `|`. */
export function seen({ state: { doc, selection } }: Editor): string {
  const drawn = (node: Node, at: number): string => {
    const name = SHORT[node.type.name] ?? node.type.name;
    if (node.isTextblock) {
      const text = node.textBetween(0, node.content.size, "", "*").replaceAll("\n", "/");
      const caret = selection.empty ? selection.from - at - 1 : -1;
      return `${name}(${caret < 0 || caret > node.content.size ? text : `${text.slice(0, caret)}|${text.slice(caret)}`})`;
    }
    if (node.isLeaf) return name;
    const inside: string[] = [];
    node.forEach((child, offset) => void inside.push(drawn(child, at + 1 + offset)));
    return `${name}[${inside.join(" ")}]`;
  };
  const blocks: string[] = [];
  doc.forEach((node, at) => void blocks.push(drawn(node, at)));
  return blocks.join(" ");
}

/** An editor on blocks, with the caret where `|` stands in the text. */
export function opened(...blocks: JSONContent[]): Editor {
  const editor = new Editor({
    element: document.body.appendChild(document.createElement("div")),
    injectCSS: false,
    extensions: [
      ...schemaExtensions((key) => key),
      Collaboration.configure({ document: new Y.Doc() }),
      turnInto,
      blockEdges,
    ],
  });
  open.push(editor);
  editor.commands.setContent({ type: "doc", content: blocks });
  let found = -1;
  editor.state.doc.descendants((node, at) => {
    const place = node.text?.indexOf("|") ?? -1;
    if (place >= 0) found = at + place;
  });
  if (found >= 0) editor.view.dispatch(editor.state.tr.delete(found, found + 1));
  if (found >= 0) editor.commands.setTextSelection(found);
  return editor;
}

export function press(editor: Editor, key: string, more: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent("keydown", { key, ...more, bubbles: true, cancelable: true });
  return editor.view.someProp("handleKeyDown", (handle) => handle(editor.view, event)) === true;
}

export function type(editor: Editor, text: string): void {
  const { from, to } = editor.state.selection;
  const usual = () => editor.state.tr.insertText(text, from, to);
  if (!editor.view.someProp("handleTextInput", (handle) => handle(editor.view, from, to, text, usual)))
    editor.view.dispatch(usual());
}
