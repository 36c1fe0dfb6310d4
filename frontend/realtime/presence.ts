/** The faces of those who have the same page open, shown at its top. */
import { faceHere } from "../faces";

const MAX_FACES = 4;

export type PresentPerson = { name: string; initials: string; hue: number; picture?: string };

/** Show who else is here: a few faces, and how many more. */
export function showPresence(
  people: readonly PresentPerson[],
  container = document.querySelector<HTMLElement>("[data-page-presence]"),
): void {
  if (!container) return;
  const shown = people.slice(0, MAX_FACES);
  const faces = shown.map(({ name, initials, hue, picture }) => faceHere(name, initials, String(hue), picture));
  const rest = people.slice(MAX_FACES);
  if (rest.length > 0) {
    const more = document.createElement("span");
    more.className = "faces__more";
    more.textContent = `+${rest.length}`;
    more.title = rest.map((person) => person.name).join(", ");
    faces.push(more);
  }
  container.replaceChildren(...faces);
}

/** The address of the change socket; where the page shows who is here, it says which page it is. */
export function addressWithPage(address: string): string {
  const url = new URL(address, location.href.replace(/^http/, "ws"));
  if (document.querySelector("[data-page-presence]")) url.searchParams.set("page", location.pathname);
  return url.href;
}
