/** People as faces. */
export function initials(name: string): string {
  const words = name.split(/[\s-]+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("");
}

/** A person's face: their picture, or initials on the tint of their home circle. */
export function face(name: string, letters: string, hue: string | number, picture?: string): HTMLElement {
  const element = document.createElement("span");
  element.className = "face";
  element.dataset.hue = String(hue);
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

/** The same with a dot: they are here. */
export function faceHere(name: string, letters: string, hue: string, picture?: string): HTMLElement {
  const element = face(name, letters, hue, picture);
  element.classList.add("face--here");
  return element;
}

function image(address: string): HTMLElement {
  const element = document.createElement("img");
  element.className = "face__picture";
  element.alt = "";
  element.src = address;
  return element;
}
