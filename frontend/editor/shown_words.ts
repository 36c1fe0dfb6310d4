/** Words that are not in the text, as a page shows them: the formulas among them are set. */
import { make } from "./dom";
import { drawFormula } from "./nodes/draw_formula";
import { withoutSigns } from "./text_diff";

const FORMULA = /\ue0f2([^\ue0f1]*)\ue0f1/;

/** What shows words of a comparison; a formula that is all of a block (`isBlock`) stands on a line of its own. */
export function shownWords(words: string, isBlock = false): (string | HTMLElement)[] {
  const pieces = words.split(FORMULA);
  const isAlone = isBlock && pieces.length === 3 && !pieces[0] && !pieces[2];
  return pieces.map((piece, at) => (at % 2 ? formula(piece, isAlone) : withoutSigns(piece)));
}

function formula(latex: string, isBlock: boolean): HTMLElement {
  const shown = make(isBlock ? "div" : "span", { class: "math", role: "math", "aria-label": latex });
  void drawFormula(shown, latex, isBlock);
  return shown;
}
