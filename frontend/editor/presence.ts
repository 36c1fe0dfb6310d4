/** The faces of those who have this document open; one face a person, however many windows. */
import type { Awareness } from "y-protocols/awareness";
import { face, initials } from "../faces";
import { make } from "./dom";
import { hueOf, nameOf } from "./remote_carets";
import type { Say } from "./strings";

const MOST = 5;

interface Here {
  name: string;
  hue: string;
}

/** Other people, in the order of their names. */
export function peopleHere(states: Map<number, Record<string, unknown>>, own: number): Here[] {
  const people = new Map<string, Here>();
  for (const [client, { user }] of states) {
    if (client === own || typeof user !== "object" || user === null) continue;
    const said = user as Record<string, unknown>;
    const name = nameOf(said.name);
    const hue = hueOf(said.hue);
    if (name) people.set(`${name} ${hue}`, { name, hue });
  }
  return [...people.values()].sort((one, other) => one.name.localeCompare(other.name));
}

/** Keeps `place` showing who is here; returns what ends it. */
export function presence(place: HTMLElement, awareness: Awareness, say: Say): () => void {
  let shown = "";
  const show = (): void => {
    const people = peopleHere(awareness.getStates() as Map<number, Record<string, unknown>>, awareness.clientID);
    const key = JSON.stringify(people);
    if (key === shown) return;
    shown = key;
    const rest = people.length - MOST;
    const more = rest > 0 ? [make("span", { class: "faces__more" }, say("here_more", { count: rest }))] : [];
    place.replaceChildren(...people.slice(0, MOST).map(({ name, hue }) => face(name, initials(name), hue)), ...more);
  };
  awareness.on("change", show);
  show();
  return () => {
    awareness.off("change", show);
    place.replaceChildren();
  };
}
