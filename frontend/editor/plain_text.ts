/** A document as plain lines, for a copy that somebody takes away and to see whether anything would be lost. */
import * as Y from "yjs";

const BLOCKS = new Set(["paragraph", "heading", "codeBlock", "image", "horizontalRule"]);

/** One entry a block, in order, blocks without text left out. */
export function linesOf(doc: Y.Doc): string[] {
  const lines: string[] = [];
  for (const child of doc.getXmlFragment("default").toArray()) collect(child, lines);
  return lines;
}

export const textOf = (doc: Y.Doc): string => linesOf(doc).join("\n\n");

/** The lines of `old` that `now` does not have. */
export function linesMissing(old: Y.Doc, now: Y.Doc): string[] {
  const here = new Set(linesOf(now));
  return linesOf(old).filter((line) => !here.has(line));
}

type Node = Y.XmlElement | Y.XmlText | Y.XmlHook;

function collect(node: Node, lines: string[]): void {
  if (node instanceof Y.XmlElement && !BLOCKS.has(node.nodeName)) {
    for (const child of node.toArray()) collect(child, lines);
    return;
  }
  const line = inline(node).trim();
  if (line) lines.push(line);
}

function inline(node: Node): string {
  if (node instanceof Y.XmlText) {
    return node
      .toDelta()
      .map(({ insert }: { insert: unknown }) => (typeof insert === "string" ? insert : ""))
      .join("");
  }
  if (!(node instanceof Y.XmlElement)) return "";
  if (node.nodeName === "hardBreak") return "\n";
  if (node.nodeName === "image") return String(node.getAttribute("alt") ?? "");
  return node.toArray().map(inline).join("");
}
