/** The island of a text that is only read: its formulas are set, as the editor sets them. */
import type { Unmount } from "../islands";
import { drawFormula } from "./nodes/draw_formula";

export function mount(element: HTMLElement): Unmount {
  for (const formula of element.querySelectorAll<HTMLElement>(".math")) {
    const latex = formula.textContent ?? "";
    formula.setAttribute("aria-label", latex);
    void drawFormula(formula, latex, formula.tagName === "DIV");
  }
  return () => {};
}
