/** Makes elements without markup, so that the content security policy has nothing to refuse. */

type Attributes = Readonly<Record<string, string | boolean>>;

export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** An icon of the page's sprite, hidden from screen readers: a word stands beside it or labels the control. */
export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${spriteAddress()}#i-${name}`);
  svg.append(use);
  return svg;
}

/** The sprite's address from `data-sprite`, else from an icon that the server wrote. */
function spriteAddress(): string {
  const named = document.querySelector<HTMLElement>("[data-sprite]")?.dataset.sprite;
  return named ?? document.querySelector("svg.icon use")?.getAttribute("href")?.split("#")[0] ?? "";
}

export function iconButton(name: string, label: string, onClick: () => void): HTMLButtonElement {
  const button = make("button", { type: "button", class: "button button--quiet button--icon", "aria-label": label });
  button.title = label;
  button.append(icon(name));
  button.addEventListener("click", onClick);
  // The text keeps its focus and selection while a button beside it is clicked.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  return button;
}
