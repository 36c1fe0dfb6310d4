/** Where notes stand in the margin: each at its words, none over another, the one that is read exactly at its own. */

export interface Note {
  /** Where its words are. */
  top: number;
  height: number;
}

/** The tops of notes, which come in the order of their words; `active` is the index of the one that is read, or -1. */
export function placeNotes(notes: readonly Note[], active: number, gap: number): number[] {
  const tops: number[] = [];
  let free = 0;
  for (const { top, height } of notes) {
    const at = Math.max(top, free);
    tops.push(at);
    free = at + height + gap;
  }
  const read = notes[active];
  if (!read) return tops;
  // Those above it move up as far as there is room; where there is none, it stands below its words.
  const needed = notes.slice(0, active).reduce((sum, { height }) => sum + height + gap, 0);
  const own = Math.max(read.top, needed);
  tops[active] = own;
  for (let index = active - 1; index >= 0; index -= 1) {
    const { height } = notes[index] ?? read;
    tops[index] = Math.min(tops[index] ?? 0, (tops[index + 1] ?? 0) - gap - height);
  }
  free = own + read.height + gap;
  for (let index = active + 1; index < notes.length; index += 1) {
    const { top, height } = notes[index] ?? read;
    const at = Math.max(top, free);
    tops[index] = at;
    free = at + height + gap;
  }
  return tops;
}
