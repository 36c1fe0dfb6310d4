/** The words of a document without the space between them, and where each character stands. */
import type { Node } from "@tiptap/pm/model";
import { firstPast } from "../../binary_search";

/** Stands for what has no words: a picture, a mention. */
export const LEAF = "\ufffc";

export interface Range {
  from: number;
  to: number;
}

/** A break is where a space was: neither counts when words are compared. */
export const squeeze = (words: string): string => words.replace(/\s+/g, "");

/** The place of the first of sorted numbers that is not below one; their number where all are. */
export const firstAtLeast = (sorted: readonly number[], least: number): number =>
  firstPast(sorted, (one) => one >= least);

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

  between({ from, to }: Range): string {
    return this.text.slice(firstAtLeast(this.at, from), firstAtLeast(this.at, to));
  }

  /** The same range without space at its ends; null where it has no words. */
  trimmed({ from, to }: Range): Range | null {
    const [first, end] = [firstAtLeast(this.at, from), firstAtLeast(this.at, to)];
    return first < end ? this.range(first, end - first) : null;
  }

  range(index: number, length: number): Range {
    return { from: this.at[index] ?? 0, to: (this.at[index + length - 1] ?? 0) + 1 };
  }
}
