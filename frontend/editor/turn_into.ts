/**
 * Turns blocks into others: text, headings, lists, tasks, a quotation, code, a box, an unfolding part. What holds others
 * is opened first, so that each can become each; tables, pictures and formulas stay what they are, inside the new one.
 */
import { Extension } from "@tiptap/core";
import { Fragment, type Node, type Schema } from "@tiptap/pm/model";
import type { Selection } from "@tiptap/pm/state";
import { type BlockRange, ITEMS, LISTS, rangeAt } from "./block_range";
import { replaceBlocks } from "./replace_blocks";

/** A kind of block, with its attributes: the level of a heading, the tone of a box. */
export interface BlockKind {
  type: string;
  attrs?: Readonly<Record<string, string | number>>;
}

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    turnInto: {
      /** Turns what is selected into blocks of a kind; what holds others (a list, a box) into text where it is one. */
      turnInto: (kind: BlockKind) => ReturnType;
    };
  }
}

const WRAPPERS = ["blockquote", "callout"];
const PARAGRAPH: BlockKind = { type: "paragraph" };

export const turnInto = Extension.create({
  name: "turnInto",
  addCommands: () => ({
    turnInto:
      (kind) =>
      ({ tr, state: { selection, schema }, dispatch }) => {
        const ranges = selection.ranges.map(({ $from, $to }) => turnedRange($from, $to, kind));
        const planned = ranges.map((range) => ({ range, nodes: turned(range, kind, schema) }));
        const isPossible = planned.every(({ range: { parent, first, last }, nodes }) =>
          parent.canReplace(first, last + 1, Fragment.from(nodes)),
        );
        if (!isPossible) return false;
        if (dispatch) for (const { range, nodes } of planned.toReversed()) replaceBlocks(tr, range, nodes, selection);
        return true;
      },
  }),
});

/** Blocks of one parent that are replaced, and which children of a list at one end are not of them. */
interface TurnedRange extends BlockRange {
  /** The items of the list that is opened, where only some of it are turned. */
  items?: { first: number; last: number };
}

function turnedRange($from: Selection["$from"], $to: Selection["$to"], kind: BlockKind): TurnedRange {
  const range = $from.blockRange($to);
  let depth = range ? range.depth : 0;
  // The first line of an item is the item; the title of what unfolds is all of it.
  while (depth > 0) {
    const { name } = $from.node(depth).type;
    const isFirstOfItem = ITEMS.includes(name) && $from.index(depth) === 0;
    if (!isFirstOfItem && ![...LISTS, "details", "table", "tableRow", "columns"].includes(name)) break;
    depth -= 1;
  }
  const found = rangeAt($from, $to, depth);
  const around = found.parent.type.name;
  const isText = kind.type === "paragraph" && childrenOf(found).every((block) => isOf(block, kind));
  // What is text already leaves the box that it stands in.
  if (isText && WRAPPERS.includes(around)) return rangeAt($from, $to, depth - 1);
  if (isText && around === "detailsContent") return rangeAt($from, $to, depth - 2);
  const only = found.first === found.last ? found.parent.maybeChild(found.first) : null;
  if (!only || !LISTS.includes(only.type.name) || $from.depth <= depth || $to.depth <= depth) return found;
  const { first, last } = rangeAt($from, $to, depth + 1);
  return { ...found, items: { first, last } };
}

const childrenOf = ({ parent, first, last }: BlockRange): Node[] =>
  Array.from({ length: last - first + 1 }, (_, n) => parent.child(first + n));

function turned(range: TurnedRange, kind: BlockKind, schema: Schema): Node[] {
  const blocks = childrenOf(range);
  const list = range.items ? blocks[0] : undefined;
  const isRelisted = LISTS.includes(kind.type) && list?.type.name !== kind.type;
  const isWhole = !range.items || !list || isRelisted || coversAll(range.items, list);
  if (isWhole) return remade(blocks, kind, schema);
  const { first, last } = range.items ?? { first: 0, last: 0 };
  const before = list.copy(list.content.cut(0, offsetOf(list, first)));
  const chosen = list.copy(list.content.cut(offsetOf(list, first), offsetOf(list, last + 1)));
  const after = withoutId(list.copy(list.content.cut(offsetOf(list, last + 1))));
  const parts = [before, ...remade([withoutId(chosen)], kind, schema), after];
  return parts.filter((node) => !LISTS.includes(node.type.name) || node.childCount > 0);
}

const coversAll = ({ first, last }: { first: number; last: number }, list: Node): boolean =>
  first === 0 && last === list.childCount - 1;

const offsetOf = (parent: Node, index: number): number => {
  let offset = 0;
  for (let n = 0; n < index; n += 1) offset += parent.child(n).nodeSize;
  return offset;
};

const withoutId = (node: Node): Node => node.type.create({ ...node.attrs, bid: null }, node.content, node.marks);

function remade(blocks: readonly Node[], kind: BlockKind, schema: Schema): Node[] {
  const isOne = blocks.every((block) => isOf(block, kind));
  const first = blocks[0];
  if (isOne && kind.type !== "paragraph" && kind.type !== "heading") return remade(blocks, PARAGRAPH, schema);
  if (LISTS.includes(kind.type)) return listed(blocks, kind, schema);
  if (WRAPPERS.includes(kind.type)) {
    return [schema.node(kind.type, { ...kind.attrs, bid: first?.attrs.bid ?? null }, blocks.flatMap(unwrapped))];
  }
  const parts = blocks.flatMap((block) => linesOf(block, schema));
  if (kind.type === "codeBlock") return asCode(parts, schema);
  if (kind.type === "details") return [asDetails(parts, schema)];
  return parts.map((part) =>
    part.isTextblock ? schema.node(kind.type, { ...kept(part), ...kind.attrs }, part.content) : part,
  );
}

const isOf = (block: Node, { type, attrs = {} }: BlockKind): boolean =>
  block.type.name === type && Object.entries(attrs).every(([name, value]) => block.attrs[name] === value);

const kept = ({ attrs: { bid = null, align = null } }: Node): Record<string, unknown> => ({ bid, align });

/** What stands in a quotation or a box; anything else as it is, without an id that the new block around has. */
const unwrapped = (block: Node): Node[] =>
  (WRAPPERS.includes(block.type.name) ? [...block.children] : [block]).map(withoutId);

/** The lines of a block as paragraphs, and what holds no line as it is. */
function linesOf(block: Node, schema: Schema): Node[] {
  const name = block.type.name;
  const inside = (): Node[] => block.children.flatMap((child) => linesOf(child, schema));
  if (name === "codeBlock") {
    const lines = block.textContent.split("\n");
    return lines.map((line, n) =>
      schema.node("paragraph", { bid: n ? null : block.attrs.bid }, line ? schema.text(line) : []),
    );
  }
  if (block.isTextblock) return [schema.node("paragraph", kept(block), block.content)];
  if ([...LISTS, ...ITEMS, ...WRAPPERS, "details", "detailsContent"].includes(name)) {
    const lines = inside();
    const [first, ...rest] = lines;
    // The first line is what links to the block find.
    return first?.isTextblock && block.attrs.bid
      ? [first.type.create({ ...first.attrs, bid: block.attrs.bid }, first.content), ...rest]
      : lines;
  }
  return [block];
}

/** A list of the blocks: lists change their kind as they are, with what is nested in them; of other blocks each line is an item. */
function listed(blocks: readonly Node[], kind: BlockKind, schema: Schema): Node[] {
  const item = kind.type === "taskList" ? "taskItem" : "listItem";
  const relisted = (list: Node): Node[] =>
    list.children.map((each) =>
      schema.node(
        item,
        null,
        each.children.map((child) =>
          child.type === list.type ? schema.node(kind.type, null, relisted(child)) : child,
        ),
      ),
    );
  const items: Node[] = [];
  for (const block of blocks) {
    if (LISTS.includes(block.type.name)) {
      items.push(...relisted(block));
      continue;
    }
    for (const part of linesOf(block, schema)) {
      const last = items.at(-1);
      const inside = withoutId(part);
      if (part.isTextblock) items.push(schema.node(item, null, inside));
      else if (last) items[items.length - 1] = last.copy(last.content.addToEnd(inside));
      else items.push(schema.node(item, null, [schema.node("paragraph"), inside]));
    }
  }
  return [schema.node(kind.type, { bid: blocks[0]?.attrs.bid ?? null }, items)];
}

function asCode(parts: readonly Node[], schema: Schema): Node[] {
  const found: Node[] = [];
  let lines: string[] = [];
  let bid: unknown = null;
  const flush = (): void => {
    const text = lines.join("\n");
    if (lines.length) found.push(schema.node("codeBlock", { bid }, text ? schema.text(text) : []));
    lines = [];
  };
  for (const part of parts) {
    if (!part.isTextblock) {
      flush();
      found.push(part);
      continue;
    }
    if (!lines.length) bid = part.attrs.bid ?? null;
    lines.push(
      part.textBetween(0, part.content.size, "\n", (leaf) => (leaf.type.name === "hardBreak" ? "\n" : leafText(leaf))),
    );
  }
  flush();
  return found;
}

const leafText = (leaf: Node): string => leaf.type.spec.leafText?.(leaf) ?? "";

/** The first line is the title, which holds words alone. */
function asDetails(parts: readonly Node[], schema: Schema): Node {
  const [first, ...rest] = parts;
  const title: Node[] = [];
  const content = first?.isTextblock ? rest : [...parts];
  if (first?.isTextblock) {
    first.forEach((child) => {
      const text = child.isText ? child.text : leafText(child) || " ";
      if (text) title.push(schema.text(text, child.marks));
    });
  }
  const bid = first?.attrs.bid ?? null;
  const inside = content.length ? content.map(withoutId) : [schema.node("paragraph")];
  return schema.node("details", { bid }, [
    schema.node("detailsSummary", null, title),
    schema.node("detailsContent", null, inside),
  ]);
}
