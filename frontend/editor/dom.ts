/** Small pieces of the page, made without markup so that the content security policy has nothing to refuse. */

type Attributes = Readonly<Record<string, string | boolean>>;

export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...inside);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** An icon of the page's sprite; silent, since a word stands beside it or names the control. */
export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite()}#i-${name}`);
  svg.append(use);
  return svg;
}

/** Where the sprite is: as the page says, else as the icons that the server wrote say. */
function sprite(): string {
  const said = document.querySelector<HTMLElement>("[data-sprite]")?.dataset.sprite;
  return said ?? document.querySelector("svg.icon use")?.getAttribute("href")?.split("#")[0] ?? "";
}

export function button(name: string, words: string, press: () => void): HTMLButtonElement {
  const made = make("button", { type: "button", class: "button button--quiet button--icon", "aria-label": words });
  made.title = words;
  made.append(icon(name));
  made.addEventListener("click", press);
  // The text keeps its focus and selection while a button beside it is pressed.
  made.addEventListener("mousedown", (event) => event.preventDefault());
  return made;
}
