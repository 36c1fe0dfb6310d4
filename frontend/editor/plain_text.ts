/** A document as plain text, for export and to find out whether a copy holds anything more. */
import * as Y from "yjs";

const BLOCKS = new Set(["paragraph", "heading", "codeBlock", "image", "horizontalRule"]);

/** One line a block, in order, without empty blocks. */
export function plainLines(doc: Y.Doc): string[] {
  const lines: string[] = [];
  for (const child of doc.getXmlFragment("default").toArray()) collect(child, lines);
  return lines;
}

export const plainText = (doc: Y.Doc): string => plainLines(doc).join("\n\n");

/** The lines of `old` that `now` lacks. */
export function missingLines(old: Y.Doc, now: Y.Doc): string[] {
  const present = new Set(plainLines(now));
  return plainLines(old).filter((line) => !present.has(line));
}

type XmlNode = Y.XmlElement | Y.XmlText | Y.XmlHook;

function collect(node: XmlNode, lines: string[]): void {
  if (node instanceof Y.XmlElement && !BLOCKS.has(node.nodeName)) {
    for (const child of node.toArray()) collect(child, lines);
    return;
  }
  const line = inline(node).trim();
  if (line) lines.push(line);
}

function inline(node: XmlNode): string {
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
