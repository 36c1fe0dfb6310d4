/** The way into the map: from the outermost circle to the one at hand, in words and as links. */
import type { Circle } from "./layout";

/** The circles from the outermost one to the one with this key. */
export function wayTo(key: string, circles: readonly Circle[]): Circle[] {
  const way: Circle[] = [];
  let at = circles.find((circle) => circle.key === key);
  while (at && !way.includes(at)) {
    way.unshift(at);
    const { parent } = at;
    at = circles.find((circle) => circle.key === parent);
  }
  return way;
}

/** The way out, for those who have no Escape key: each circle around this one, and this one's own page. */
export function writeWay(list: HTMLElement, way: readonly (Circle | undefined)[]): void {
  const circles = way.filter((circle) => circle !== undefined);
  const steps = circles.contexts.circle_map((circle) => {
    const link = document.createElement("a");
    link.href = circle.url;
    link.textContent = circle.name;
    link.dataset.key = circle.key;
    if (circle === circles.at(-1)) link.setAttribute("aria-current", "true");
    const item = document.createElement("li");
    item.append(link);
    return item;
  });
  list.replaceChildren(...steps);
}

/** A circle as it is read aloud: "Hydraulics: 4 people, 3 waiting, spent: 55 %". */
export function spoken(circle: Circle, words: Record<string, string>): string {
  const facts = (["people", "open", "waiting"] as const)
    .filter((name) => circle[name] && words[name])
    .map((name) => words[name]?.replace("{n}", String(circle[name])));
  if (circle.spent !== undefined && words.spent)
    facts.push(words.spent.replace("{n}", String(Math.round(circle.spent * 100))));
  if (circle.sign) facts.push(words[circle.sign]);
  return circle.label ?? [circle.name, facts.join(", ")].filter(Boolean).join(": ");
}

/** Mark a circle's row in the list twin; where that scrolls by itself, bring it into view. */
export function markRow(key: string): void {
  for (const row of document.querySelectorAll<HTMLElement>("[data-circle-row]")) {
    const isHere = row.dataset.circleRow === key;
    row.setAttribute("aria-selected", String(isHere));
    const list = isHere ? row.closest<HTMLElement>(".atlas__list") : null;
    if (list && list.scrollHeight > list.clientHeight) {
      list.scrollTop += row.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
    }
  }
}
