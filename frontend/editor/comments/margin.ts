/**
 * The notes beside the text. Text and notes scroll together, so that scrolling needs no script; they are placed anew in
 * a frame of their own when the text, a note's height or the one that is read has changed: first everything is
 * measured, then everything is moved.
 */
import { isSuggestion } from "./notes";
import { type Note, placeNotes } from "./placing";

const GAP = 16;

export class Margin {
  readonly notes = new Map<string, HTMLElement>();
  private readonly heights = new WeakMap<Element, number>();
  private readonly placed = new WeakMap<Element, number>();
  /** Where the words of each note stood last: what was decided on stays there, where it is read. */
  private readonly stood = new Map<string, number>();
  private readonly resized: ResizeObserver | null;
  private frame = 0;
  active: string | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly list: HTMLElement,
    private readonly leader: HTMLElement | null,
    /** The text, whose elements with `data-thread` are the words of the notes. */
    private readonly text: () => HTMLElement,
  ) {
    const measure = (entries: ResizeObserverEntry[]): void => {
      for (const { target, borderBoxSize } of entries) this.heights.set(target, borderBoxSize[0]?.blockSize ?? 0);
      this.placeSoon();
    };
    this.resized = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(measure);
  }

  end(): void {
    cancelAnimationFrame(this.frame);
    this.resized?.disconnect();
    this.list.replaceChildren();
    this.root.classList.remove("notes--open");
    this.root.parentElement?.classList.remove("sheet--reading");
  }

  /** The width of the text may change without any note changing. */
  watch(element: Element): void {
    this.resized?.observe(element);
  }

  /** Shows a note, or one as it is now: who was in it stays in it. */
  set(id: string, note: HTMLElement): void {
    const before = this.notes.get(id);
    if (before && before !== note) {
      const held = before.contains(document.activeElement);
      this.resized?.unobserve(before);
      before.replaceWith(note);
      if (held) note.focus({ preventScroll: true });
    } else if (!before) this.list.append(note);
    this.notes.set(id, note);
    this.resized?.observe(note);
    note.classList.add("note");
    note.classList.toggle("note--on", id === this.active);
    this.placeSoon();
  }

  /** Removes all notes but these. */
  keepOnly(ids: Iterable<string>): void {
    const kept = new Set(ids);
    for (const id of [...this.notes.keys()]) if (!kept.has(id)) this.remove(id);
  }

  remove(id: string): void {
    const note = this.notes.get(id);
    if (!note) return;
    this.resized?.unobserve(note);
    note.remove();
    this.notes.delete(id);
    this.stood.delete(id);
    this.placeSoon();
  }

  activate(id: string | null): void {
    if (this.active) this.notes.get(this.active)?.classList.remove("note--on");
    this.active = id;
    if (id) this.notes.get(id)?.classList.add("note--on");
    this.root.classList.toggle("notes--open", id !== null);
    this.root.parentElement?.classList.toggle("sheet--reading", id !== null);
    this.placeSoon();
  }

  placeSoon(): void {
    this.frame ||= requestAnimationFrame(() => this.place());
  }

  /** Calls back once the notes are where they belong. */
  afterPlacing(then: () => void): void {
    this.placeSoon();
    requestAnimationFrame(then);
  }

  /** Ids in the order of their words; those whose words are gone where these stood, else last, oldest first. */
  order(): string[] {
    const words = this.words();
    const order = [...words.keys()].filter((id) => this.notes.has(id));
    for (const id of this.notes.keys()) {
      if (words.has(id)) continue;
      const top = this.stood.get(id);
      const next = order.findIndex((other) => top !== undefined && (this.stood.get(other) ?? 0) > top);
      order.splice(next < 0 ? order.length : next, 0, id);
    }
    return order;
  }

  /** The first element of each thread's words, in the order of the text. */
  words(): Map<string, HTMLElement> {
    const found = new Map<string, HTMLElement>();
    for (const element of this.text().querySelectorAll<HTMLElement>("[data-thread]")) {
      const { thread = "" } = element.dataset;
      if (!found.has(thread)) found.set(thread, element);
    }
    return found;
  }

  private place(): void {
    this.frame = 0;
    const words = this.words();
    const from = this.list.getBoundingClientRect();
    const boxes = new Map([...words].map(([id, element]) => [id, element.getBoundingClientRect()]));
    const end = this.text().getBoundingClientRect().bottom - from.top;
    const notes: (Note & { id: string; element: HTMLElement })[] = [];
    for (const [id, element] of this.notes) {
      const box = boxes.get(id);
      if (box) this.stood.set(id, box.top - from.top);
      const top = box ? box.top - from.top : Math.min(this.stood.get(id) ?? end, end);
      notes.push({ id, element, top, height: this.heights.get(element) ?? element.offsetHeight });
    }
    notes.sort((one, other) => one.top - other.top);
    const tops = placeNotes(
      notes,
      notes.findIndex(({ id }) => id === this.active),
      GAP,
    );
    for (const [index, { id, element }] of notes.entries()) {
      const isOrphan = !isSuggestion(element) && !words.get(id)?.classList.contains("noted");
      element.classList.toggle("comment--orphan", isOrphan);
      this.move(element, Math.round(tops[index] ?? 0));
    }
    const last = notes.at(-1);
    this.list.style.minBlockSize = last ? `${Math.round((tops.at(-1) ?? 0) + last.height + GAP)}px` : "";
    this.drawLeader(this.active ? boxes.get(this.active) : undefined, from);
  }

  private move(element: HTMLElement, top: number): void {
    if (this.placed.get(element) === top) return;
    this.placed.set(element, top);
    element.style.translate = `0 ${top}px`;
  }

  /** A hairline from the words that are read to their note. */
  private drawLeader(box: DOMRect | undefined, from: DOMRect): void {
    if (!this.leader) return;
    this.leader.hidden = !box;
    if (!box) return;
    this.leader.style.translate = `${Math.round(box.right - from.left)}px ${Math.round(box.bottom - from.top - 1)}px`;
    this.leader.style.inlineSize = `${Math.max(0, Math.round(from.left - box.right))}px`;
  }
}
