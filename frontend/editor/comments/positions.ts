/** Positions in the Yjs document: they follow what others type, and say nothing of the words. */
import type { EditorState } from "@tiptap/pm/state";
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from "@tiptap/y-tiptap";
import { fromBase64, toBase64 } from "lib0/buffer";
import * as Y from "yjs";
import type { Range } from "./squeezed_text";

/** Sticks to the character after it, or before it. */
type Side = 0 | -1;

/** A range as two positions in base64; empty where it cannot be had. */
export function storeRange(state: EditorState, { from, to }: Range): { start: string; end: string } {
  return { start: store(state, from, 0), end: store(state, to, -1) };
}

/** Where two positions lead now. Where their words are gone, both lead to where these stood. */
export function liveRange(state: EditorState, { start, end }: { start: string; end: string }): Range | null {
  const [from, to] = [find(state, start), find(state, end)];
  return from === null || to === null || from > to ? null : { from, to };
}

function store(state: EditorState, pos: number, side: Side): string {
  const { type, binding } = ySyncPluginKey.getState(state) ?? {};
  if (!binding || !type.doc) return "";
  const near = absolutePositionToRelativePosition(pos, type, binding.mapping);
  const place = Y.createAbsolutePositionFromRelativePosition(near, type.doc);
  if (!place) return "";
  return toBase64(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(place.type, place.index, side)));
}

function find(state: EditorState, position: string): number | null {
  const { type, binding } = ySyncPluginKey.getState(state) ?? {};
  if (!position || !binding || !type.doc) return null;
  try {
    const decoded = Y.decodeRelativePosition(fromBase64(position));
    const found = relativePositionToAbsolutePosition(type.doc, type, decoded, binding.mapping);
    return found === null || found < 0 || found > state.doc.content.size ? null : found;
  } catch {
    return null; // of another document, or none at all
  }
}
