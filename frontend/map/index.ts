/**
 * The circle map: `<div data-island="map" data-source="circles" data-label="Circle map">`.
 *
 * `data-source` is the id of a JSON script: a list of `Circle` (circle.ts); when a swap changes it, the map is drawn
 * anew. `data-words` is the id of another: `{people, open, waiting, map}`, as in "{n} people". An area stands for
 * people at first; radios in `#data-controls` change it (people, money, open). `data-here` names the circle in view at
 * first. A click or Enter zooms into a circle, a second one opens its page; arrows move among siblings, Escape zooms
 * out. The list's row `[data-circle-row=KEY]` is marked, and the circle's card is shown (card.ts). With `data-small` it
 * is the still map "you are here".
 */
import type { Circle } from "./circle";
import { CircleMap } from "./circle_map";
import { mountMiniMap } from "./mini_map";

export function mount(element: HTMLElement): () => void {
  const source = () => document.getElementById(element.dataset.source ?? "")?.textContent ?? "[]";
  const stop = new AbortController();
  let drawn = source();
  if (element.dataset.small !== undefined) return mountMiniMap(element, JSON.parse(drawn) as Circle[]);
  let map = new CircleMap(element, JSON.parse(drawn) as Circle[], element.dataset.here);
  const redraw = () => {
    if (source() === drawn) return;
    drawn = source();
    map.end();
    map = new CircleMap(element, JSON.parse(drawn) as Circle[], map.at);
  };
  document.addEventListener("htmx:after:settle", redraw, { signal: stop.signal });
  return () => {
    stop.abort();
    map.end();
  };
}
