/** Give code in messages its colours, where it says its language. */
export async function colourCode(list: HTMLElement): Promise<void> {
  const found = [...list.querySelectorAll<HTMLElement>("pre > code[class^=language-]:not([data-coloured])")];
  if (!found.length) return;
  const { colour } = await import("../editor/code_colours");
  for (const code of found) {
    const text = code.textContent ?? "";
    code.dataset.coloured = "";
    code.replaceChildren(text);
    for (const { from, to, className } of colour(text, code.className.replace("language-", "")).reverse()) {
      const range = document.createRange();
      const node = code.firstChild as Text;
      if (to > node.length) continue; // inside what has its colour already
      range.setStart(node, from);
      range.setEnd(node, to);
      const span = document.createElement("span");
      span.className = className;
      range.surroundContents(span);
    }
  }
}
