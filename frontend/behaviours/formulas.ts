/** Formulas in texts that the server wrote are set, also in what came afterwards; those of islands are their own. */

const WRITTEN = ".math:not([role]):not([data-island] *)";

export function formulas(signal: AbortSignal): void {
  const set = async (): Promise<void> => {
    if (!document.querySelector(WRITTEN)) return;
    const { drawFormulas } = await import("../editor/formulas");
    drawFormulas(document.querySelectorAll<HTMLElement>(WRITTEN));
  };
  void set();
  document.addEventListener("htmx:after:settle", () => void set(), { signal });
}
