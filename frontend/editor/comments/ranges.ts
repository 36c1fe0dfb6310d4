/**
 * Where each thread is in the text while it is being written, drawn as decorations: the document has no marks of them.
 *
 * What one types oneself moves ranges along. What comes from others replaces whole blocks: a range in a block that is
 * still there keeps its place in it, and the others are found by their positions. Once it is quiet, ranges that no
 * longer say their words are resolved as `anchor.ts` has it.
 */
import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { DecorationSet, type EditorView } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import { readCaret } from "../local_caret";
import { resolve, type StoredAnchor, says } from "./anchor";
import { type AnchoredThread, draw } from "./drawing";
import { liveRange } from "./positions";
import { firstAtLeast, type Range, SqueezedText } from "./squeezed_text";

interface RangesState {
  threads: ReadonlyMap<string, AnchoredThread>;
  ranges: ReadonlyMap<string, Range>;
  /** Where the words of orphans stood, if that is known. */
  gone: ReadonlyMap<string, number>;
  /** Those to resolve once it is quiet. */
  doubted: ReadonlySet<string>;
  active: string | null;
  decorations: DecorationSet;
}

type Change = Partial<Omit<RangesState, "decorations">>;

/** After this time (ms) without a change, ranges are resolved. */
const QUIET = 300;
const key = new PluginKey<RangesState>("commentRanges");

export const rangesIn = (state: EditorState): RangesState | undefined => key.getState(state);

export interface RangesOptions {
  epoch: () => number;
  goneLabel: string;
  /** Called when a thread's words, or none of them, are clicked. */
  onClick: (id: string | null) => void;
  /** Called after ranges may have moved. */
  onMove: () => void;
}

export function commentRanges(options: RangesOptions): Extension {
  return Extension.create({
    name: "commentRanges",
    addProseMirrorPlugins: () => [
      new Plugin<RangesState>({
        key,
        state: {
          init: () => ({ ...EMPTY, decorations: DecorationSet.empty }),
          apply: (change, before, oldState) => applied(change, before, oldState, options),
        },
        props: {
          decorations: (state) => key.getState(state)?.decorations,
          handleClick: (view, pos) => {
            options.onClick(threadAt(view.state, pos));
            return false;
          },
        },
        view: (view) => new RangesResolver(view, options),
      }),
    ],
  });
}

const EMPTY: Omit<RangesState, "decorations"> = {
  threads: new Map(),
  ranges: new Map(),
  gone: new Map(),
  doubted: new Set(),
  active: null,
};

/** Shows these threads; those that are shown already stay where they are. */
export function setThreads(view: EditorView, threads: readonly AnchoredThread[], options: RangesOptions): void {
  readCaret(view);
  const before = key.getState(view.state);
  const isKnown = ({ id, anchor }: AnchoredThread): boolean =>
    before?.ranges.has(id) === true && before.threads.get(id)?.anchor.quote === anchor.quote;
  const found = locate(
    view.state,
    threads.filter((thread) => !isKnown(thread)),
    options,
  );
  const ranges = new Map(found.ranges);
  for (const { id } of threads.filter(isKnown)) {
    const range = before?.ranges.get(id);
    if (range) ranges.set(id, range);
  }
  const now = new Map(threads.map((thread) => [thread.id, thread]));
  change(view, { threads: now, ranges, gone: found.gone });
}

export const setActive = (view: EditorView, active: string | null): void => change(view, { active });

function change(view: EditorView, said: Change): void {
  view.dispatch(view.state.tr.setMeta(key, said).setMeta("addToHistory", false));
}

/** The thread with the fewest words around a position. */
function threadAt(state: EditorState, pos: number): string | null {
  let best: [string, Range] | null = null;
  for (const entry of key.getState(state)?.ranges ?? []) {
    const [, { from, to }] = entry;
    if (from <= pos && pos <= to && (!best || to - from < best[1].to - best[1].from)) best = entry;
  }
  return best?.[0] ?? null;
}

function locate(
  state: EditorState,
  threads: Iterable<AnchoredThread>,
  { epoch }: RangesOptions,
): Pick<RangesState, "ranges" | "gone"> {
  const text = SqueezedText.of(state.doc);
  const ranges = new Map<string, Range>();
  const gone = new Map<string, number>();
  for (const { id, anchor } of threads) {
    const live = anchor.epoch === epoch() ? liveRange(state, anchor) : null;
    const found = resolve(anchor, live && live.from < live.to ? live : null, text);
    if (found) ranges.set(id, found);
    else if (live) gone.set(id, live.from);
  }
  return { ranges, gone };
}

function applied(change: Transaction, before: RangesState, oldState: EditorState, options: RangesOptions): RangesState {
  const said: Change | undefined = change.getMeta(key);
  if (said) {
    const now = { ...before, ...said };
    const decorations = draw(now, change.doc, options.goneLabel);
    return { ...now, decorations };
  }
  if (!change.docChanged || before.threads.size === 0) return before;
  const isFromOthers = change.getMeta(ySyncPluginKey) !== undefined;
  const moved = isFromOthers ? keptInBlocks(change, before, oldState, options) : mapped(change, before);
  const now = { ...before, ...moved };
  const decorations = isFromOthers
    ? draw(now, change.doc, options.goneLabel)
    : before.decorations.map(change.mapping, change.doc);
  return { ...now, decorations };
}

type Moved = Pick<RangesState, "ranges" | "gone" | "doubted">;

/** Moves ranges along with one's own change. */
function mapped({ mapping, doc }: Transaction, before: RangesState): Moved {
  const doubted = new Set(before.doubted);
  const ranges = new Map<string, Range>();
  for (const [id, range] of before.ranges) {
    const [from, to] = [mapping.map(range.from, 1), mapping.map(range.to, -1)];
    if (from < to) ranges.set(id, { from, to });
    if (to - from !== range.to - range.from) doubted.add(id);
  }
  const gone = new Map([...before.gone].map(([id, pos]) => [id, Math.min(mapping.map(pos), doc.content.size)]));
  for (const id of before.threads.keys()) if (!ranges.has(id)) doubted.add(id);
  return { ranges, gone, doubted };
}

/** Finds ranges in the blocks that were not touched; the others by their positions in the Yjs document. */
function keptInBlocks(
  { doc }: Transaction,
  before: RangesState,
  oldState: EditorState,
  { epoch }: RangesOptions,
): Moved {
  const starts: number[] = [];
  oldState.doc.forEach((_block, at) => void starts.push(at));
  const places = new Map<Node, number>();
  doc.forEach((block, at) => void places.set(block, at));
  const moveTo = (pos: number): number | null => {
    const index = firstAtLeast(starts, pos + 1) - 1;
    const place = places.get(oldState.doc.child(index));
    return place === undefined ? null : place + pos - (starts[index] ?? 0);
  };
  const doubted = new Set(before.doubted);
  const ranges = new Map<string, Range>();
  for (const [id, range] of before.ranges) {
    const [from, to] = [moveTo(range.from), moveTo(range.to)];
    if (from !== null && to !== null && from < to) {
      ranges.set(id, { from, to });
      continue;
    }
    doubted.add(id);
    const thread = before.threads.get(id);
    const live = thread && thread.anchor.epoch === epoch() ? liveIn(oldState, doc, thread.anchor) : null;
    if (live) ranges.set(id, live);
  }
  for (const id of before.threads.keys()) if (!ranges.has(id)) doubted.add(id);
  return { ranges, gone: new Map(), doubted };
}

/** Where an anchor's positions lead in a document that is about to be the state's. */
function liveIn(state: EditorState, doc: Node, anchor: StoredAnchor): Range | null {
  const live = liveRange(state, anchor);
  return live && live.from < live.to && live.to <= doc.content.size ? live : null;
}

/** Waits until it is quiet, then resolves the ranges that may no longer say their words. */
class RangesResolver {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly view: EditorView,
    private readonly options: RangesOptions,
  ) {}

  update(_view: EditorView, before: EditorState): void {
    const state = key.getState(this.view.state);
    if (state === key.getState(before)) return;
    this.options.onMove();
    clearTimeout(this.timer);
    if (state?.doubted.size) this.timer = setTimeout(() => this.resolve(), QUIET);
  }

  destroy(): void {
    clearTimeout(this.timer);
  }

  private resolve(): void {
    const { state } = this.view;
    const now = key.getState(state);
    if (!now) return;
    const text = SqueezedText.of(state.doc);
    const doubtful = [...now.doubted].flatMap((id) => {
      const [thread, range] = [now.threads.get(id), now.ranges.get(id)];
      return thread && !(range && says(thread.anchor, range, text)) ? [thread] : [];
    });
    const found = locate(state, doubtful, this.options);
    const ranges = new Map(now.ranges);
    const gone = new Map(now.gone);
    for (const { id } of doubtful) {
      ranges.delete(id);
      gone.delete(id);
    }
    change(this.view, {
      ranges: new Map([...ranges, ...found.ranges]),
      gone: new Map([...gone, ...found.gone]),
      doubted: new Set(),
    });
  }
}
