/** "You are here": the whole project as thin circles, the way to `data-here` drawn, that circle filled. */
import { svg } from "./draw";
import { type Circle, layout, SIDE } from "./layout";
import { wayTo } from "./way";

export function small(element: HTMLElement, circles: readonly Circle[]): () => void {
  const way = wayTo(element.dataset.here ?? "", circles);
  const here = way.at(-1);
  const picture = svg("svg", {
    class: "map map--small",
    viewBox: `-2 -2 ${SIDE + 4} ${SIDE + 4}`,
    role: "group",
    "aria-label": way.map((circle) => circle.name).join(", "),
  });
  // Neighbours and what lies inside are enough to see where one is.
  const spots = layout(circles, "people").filter(({ depth }) => depth <= Math.max(1, way.length));
  for (const { circle, depth, x, y, r } of spots) {
    const on = way.includes(circle) && (depth > 0 || circle === here) ? " map__node--on" : "";
    const node = svg("a", {
      class: `map__node${circle === here && depth > 0 ? " map__node--here" : on}`,
      href: circle.url,
      // The tree in the rail leads to the same pages; this is a picture.
      tabindex: -1,
      "data-hue": circle.hue,
    });
    node.append(svg("title", {}, circle.name), svg("circle", { class: "map__circle", cx: x, cy: y, r }));
    picture.append(node);
  }
  const before = [...element.childNodes];
  element.replaceChildren(picture);
  return () => element.replaceChildren(...before);
}
