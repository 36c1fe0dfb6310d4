/** The words of a document without the space between them, and where each character stands. */
import type { Node } from "@tiptap/pm/model";

/** Stands for what has no words: a picture, a mention. */
export const LEAF = "\ufffc";

export interface Range {
  from: number;
  to: number;
}

/** A break is where a space was: neither counts when words are compared. */
export const squeeze = (words: string): string => words.replace(/\s+/g, "");

const known = new WeakMap<Node, SqueezedText>();

export class SqueezedText {
  private constructor(
    readonly text: string,
    private readonly at: readonly number[],
  ) {}

  /** The text of a document, read once for each of its states. */
  static of(doc: Node): SqueezedText {
    const before = known.get(doc);
    if (before) return before;
    const pieces: string[] = [];
    const at: number[] = [];
    const add = (words: string, from: number): void => {
      for (let index = 0; index < words.length; index += 1) {
        const character = words.charAt(index);
        if (/\s/.test(character)) continue;
        pieces.push(character);
        at.push(from + index);
      }
    };
    doc.descendants((node, pos) => {
      if (node.isText) add(node.text ?? "", pos);
      else if (node.isInline && node.isLeaf && node.type.name !== "hardBreak") add(LEAF, pos);
    });
    const made = new SqueezedText(pieces.join(""), at);
    known.set(doc, made);
    return made;
  }

  /** The first character at or after a position. */
  private indexOf(pos: number): number {
    let [low, high] = [0, this.at.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.at[middle] ?? 0) < pos) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  between({ from, to }: Range): string {
    return this.text.slice(this.indexOf(from), this.indexOf(to));
  }

  /** The same range without space at its ends; null where it has no words. */
  trimmed({ from, to }: Range): Range | null {
    const [first, end] = [this.indexOf(from), this.indexOf(to)];
    return first < end ? this.range(first, end - first) : null;
  }

  range(index: number, length: number): Range {
    return { from: this.at[index] ?? 0, to: (this.at[index + length - 1] ?? 0) + 1 };
  }
}
