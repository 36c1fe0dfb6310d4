/** A person's face: their picture, or initials on the tint of their home circle, with a dot that shows their presence. */
export function initials(name: string): string {
  const words = name.split(/[\s-]+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("");
}

export function face(name: string, letters: string, hue: string, picture?: string): HTMLElement {
  const element = document.createElement("span");
  element.className = "face face--here";
  element.dataset.hue = hue;
  element.title = name;
  const shown = picture ? image(picture) : document.createElement("span");
  shown.setAttribute("aria-hidden", "true");
  if (!picture) shown.textContent = letters;
  const spoken = document.createElement("span");
  spoken.className = "unseen";
  spoken.textContent = name;
  element.append(shown, spoken);
  return element;
}

function image(address: string): HTMLElement {
  const element = document.createElement("img");
  element.className = "face__picture";
  element.alt = "";
  element.src = address;
  return element;
}
