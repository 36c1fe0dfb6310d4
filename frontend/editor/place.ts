/** Puts what floats beside what it belongs to, within the window that an on-screen keyboard leaves. */

const GAP = 4;
const EDGE = 8;

export function placeBeside(box: HTMLElement, { left, top, bottom }: DOMRect): void {
  const { width, height } = box.getBoundingClientRect();
  const seen = window.visualViewport;
  const [right, floor] = [seen?.width ?? window.innerWidth, seen?.height ?? window.innerHeight];
  const isBelow = bottom + height + EDGE < floor || top - height - GAP < EDGE;
  const { style } = box;
  style.position = "fixed";
  style.margin = "0";
  style.left = `${Math.max(EDGE, Math.min(left, right - width - EDGE))}px`;
  style.top = `${isBelow ? Math.max(EDGE, Math.min(bottom + GAP, floor - height - EDGE)) : top - height - GAP}px`;
}
