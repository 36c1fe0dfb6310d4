/**
 * The island of a text that is only read: its formulas are set and its diagrams drawn, as the editor does. The history
 * asks for that of each moment that it shows.
 */
import type { Unmount } from "../islands";
import { drawDiagram } from "./diagram";
import { make } from "./dom";
import { drawFormula } from "./nodes/draw_formula";

export function mount(element: HTMLElement): Unmount {
  draw(element, element.dataset);
  return () => {};
}

/** Draws what is in an element; without the frame's address no diagrams. */
export function draw(element: HTMLElement, { diagrams = "", diagramOf = "" }: DOMStringMap): void {
  drawFormulas(element.querySelectorAll<HTMLElement>(".math"));
  for (const code of diagrams ? element.querySelectorAll<HTMLElement>("pre > code.language-mermaid") : []) {
    if (code.querySelector("ins, del")) continue; // a comparison of two sources is read, not drawn
    void showDiagram(code, diagrams, diagramOf);
  }
}

/** Sets formulas whose sources the page shows. */
export function drawFormulas(formulas: Iterable<HTMLElement>): void {
  for (const formula of formulas) {
    const latex = formula.textContent ?? "";
    formula.setAttribute("role", "math");
    formula.setAttribute("aria-label", latex);
    void drawFormula(formula, latex, formula.tagName === "DIV");
  }
}

/** Puts a picture in the place of a diagram's source; what cannot be drawn stays as it is written. */
async function showDiagram(code: HTMLElement, frame: string, named: string): Promise<void> {
  const source = code.textContent ?? "";
  const src = await drawDiagram(source, frame).catch(() => null);
  if (!src) return;
  const picture = make("div", { class: "diagram" });
  picture.append(make("img", { src, alt: named.replace("{source}", source.slice(0, 300)) }));
  code.parentElement?.replaceWith(picture);
}
