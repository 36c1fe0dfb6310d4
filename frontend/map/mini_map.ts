/** The still map of a circle's page: all circles as outlines, the path to `data-here` drawn, that circle filled. */
import { type Circle, pathTo } from "./circle";
import { layout, SIDE } from "./layout";
import { svg } from "./svg";

export function mountMiniMap(element: HTMLElement, circles: readonly Circle[]): () => void {
  const path = pathTo(element.dataset.here ?? "", circles);
  const here = path.at(-1);
  const picture = svg("svg", {
    class: "map map--small",
    viewBox: `-2 -2 ${SIDE + 4} ${SIDE + 4}`,
    role: "group",
    "aria-label": path.map((circle) => circle.name).join(", "),
  });
  // Neighbours and inner circles are enough to see where one is.
  const placed = layout(circles, "people").filter(({ depth }) => depth <= Math.max(1, path.length));
  for (const { circle, depth, x, y, r } of placed) {
    const on = path.includes(circle) && (depth > 0 || circle === here) ? " map__node--on" : "";
    const node = svg("a", {
      class: `map__node${circle === here && depth > 0 ? " map__node--here" : on}`,
      href: circle.url,
      // The tree in the rail links to the same pages; this is a picture.
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
