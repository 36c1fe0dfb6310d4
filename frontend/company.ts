/** The faces of those who have the same page open, at its top, as the news tell them. */
import { face } from "./faces";

const MOST = 4;

export type Person = { name: string; initials: string; hue: number };

/** Show who else is here: a few faces, and how many more. */
export function showCompany(
  people: readonly Person[],
  place = document.querySelector<HTMLElement>("[data-company]"),
): void {
  if (!place) return;
  const faces = people.slice(0, MOST).map(({ name, initials, hue }) => face(name, initials, String(hue)));
  const rest = people.length - faces.length;
  if (rest > 0) {
    const more = document.createElement("span");
    more.className = "faces__more";
    more.textContent = `+${rest}`;
    more.title = people
      .slice(MOST)
      .map((person) => person.name)
      .join(", ");
    faces.push(more);
  }
  place.replaceChildren(...faces);
}

/** The address of the page's line, which says which page it is where somebody shows who is here. */
export function lineOf(address: string): string {
  const line = new URL(address, location.href.replace(/^http/, "ws"));
  if (document.querySelector("[data-company]")) line.searchParams.set("page", location.pathname);
  return line.href;
}
