/** One tab stop for a row of buttons, with arrows between them. */

/** Roving tab stop: Tab enters and leaves the row, arrows, Home and End move in it. */
export function addRovingTabStop(bar: HTMLElement): () => void {
  const around = bar.closest("[popover]");
  /** Of the row itself, and not of a menu that opens from it. */
  const isOfRow = (each: Element): boolean => each.closest("[popover]") === around;
  const reachable = (): HTMLButtonElement[] =>
    [...bar.querySelectorAll<HTMLButtonElement>("button")].filter(
      (each) => isOfRow(each) && !each.disabled && !isHidden(each),
    );
  const stopAt = (chosen: HTMLElement | undefined): void => {
    for (const each of bar.querySelectorAll("button")) {
      if (isOfRow(each)) each.tabIndex = each === chosen ? 0 : -1;
    }
  };
  const onFocus = (event: FocusEvent): void => {
    if (event.target instanceof HTMLButtonElement && isOfRow(event.target)) stopAt(event.target);
  };
  const onKey = (event: KeyboardEvent): void => {
    const all = reachable();
    const at = all.indexOf(event.target as HTMLButtonElement);
    if (at < 0) return;
    const forward = getComputedStyle(bar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const to =
      event.key === "Home"
        ? 0
        : event.key === "End"
          ? all.length - 1
          : event.key === forward
            ? (at + 1) % all.length
            : event.key === "ArrowLeft" || event.key === "ArrowRight"
              ? (at - 1 + all.length) % all.length
              : -1;
    if (to < 0) return;
    event.preventDefault();
    all[to]?.focus();
  };
  stopAt(reachable()[0]);
  bar.addEventListener("focusin", onFocus);
  bar.addEventListener("keydown", onKey);
  return () => {
    bar.removeEventListener("focusin", onFocus);
    bar.removeEventListener("keydown", onKey);
  };
}

function isHidden(element: HTMLElement): boolean {
  for (let each: HTMLElement | null = element; each; each = each.parentElement) {
    if (getComputedStyle(each).display === "none") return true;
  }
  return false;
}
