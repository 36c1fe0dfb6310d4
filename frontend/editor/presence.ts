/** The faces of those who have this document open: one face a person, however many windows. */
import type { Awareness } from "y-protocols/awareness";
import { faceHere, initials } from "../faces";
import { make } from "./dom";
import { safeHue, safeName } from "./remote_carets";
import type { Translate } from "./strings";

const MAX_FACES = 5;

interface Collaborator {
  name: string;
  hue: string;
  isGuest: boolean;
}

/** The other people, in the order of their names. */
export function otherPeople(states: Map<number, Record<string, unknown>>, own: number): Collaborator[] {
  const people = new Map<string, Collaborator>();
  for (const [client, { user }] of states) {
    if (client === own || typeof user !== "object" || user === null) continue;
    const fields = user as Record<string, unknown>;
    const name = safeName(fields.name);
    const hue = safeHue(fields.hue);
    if (name) people.set(`${name} ${hue}`, { name, hue, isGuest: fields.guest === true });
  }
  return [...people.values()].sort((one, other) => one.name.localeCompare(other.name));
}

/** A guest wears the sign and the word. */
function faceOf({ name, hue, isGuest }: Collaborator, translate: Translate): HTMLElement {
  const element = faceHere(isGuest ? `${name}, ${translate("guest")}` : name, initials(name), hue);
  element.classList.toggle("face--guest", isGuest);
  return element;
}

/** Shows in `container` who is here; returns its unmount. */
export function mountPresence(container: HTMLElement, awareness: Awareness, translate: Translate): () => void {
  let shown = "";
  const show = (): void => {
    const people = otherPeople(awareness.getStates() as Map<number, Record<string, unknown>>, awareness.clientID);
    const key = JSON.stringify(people);
    if (key === shown) return;
    shown = key;
    const rest = people.length - MAX_FACES;
    const more = rest > 0 ? [make("span", { class: "faces__more" }, translate("here_more", { count: rest }))] : [];
    container.replaceChildren(...people.slice(0, MAX_FACES).map((person) => faceOf(person, translate)), ...more);
  };
  awareness.on("change", show);
  show();
  return () => {
    awareness.off("change", show);
    container.replaceChildren();
  };
}
