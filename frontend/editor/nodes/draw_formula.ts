/** Draws formulas as MathML by Temml, which is loaded with the first one of a page. */
import { make } from "../dom";

/** Longer sources are shown as they are: setting them would hold up typing. */
const LONGEST = 5_000;

/** Draws `latex` into `target`; what cannot be set is shown as its source. */
export async function drawFormula(target: HTMLElement, latex: string, isBlock: boolean): Promise<void> {
  const source = make("code", {}, latex);
  const set = make("span");
  if (!latex || latex.length > LONGEST) return target.replaceChildren(source);
  if (!target.childElementCount) target.replaceChildren(source);
  const { default: temml } = await import("temml");
  try {
    temml.render(latex, set, {
      displayMode: isBlock,
      throwOnError: true,
      trust: false,
      maxExpand: 200,
      maxSize: [20, 20],
    });
    target.classList.remove("math--wrong");
    target.replaceChildren(...set.childNodes);
  } catch {
    target.classList.add("math--wrong");
    target.replaceChildren(source);
  }
}
