/** A circle as the server gives it to the map. */

/** A person shown in a circle. */
export type Face = { initials: string; name?: string; hue: number; pilot?: boolean };

/** `spent` and `reserved` are shares of its money, 0 to 1. */
export type Circle = {
  key: string;
  name: string;
  url: string;
  parent: string | null;
  people: number;
  money: number;
  open: number;
  waiting: number;
  hue: number;
  parentHue?: number | null;
  label?: string;
  spent?: number;
  reserved?: number;
  sign?: "objection" | "late" | null;
  faces?: Face[];
};

/** The circles from the outermost one to the one with this key. */
export function pathTo(key: string, circles: readonly Circle[]): Circle[] {
  const path: Circle[] = [];
  let next = circles.find((circle) => circle.key === key);
  while (next && !path.includes(next)) {
    path.unshift(next);
    const { parent } = next;
    next = circles.find((circle) => circle.key === parent);
  }
  return path;
}

/** A circle's name for screen readers: "Hydraulics: 4 people, 3 waiting, spent: 55 %". */
export function accessibleName(circle: Circle, strings: Record<string, string>): string {
  const facts = (["people", "open", "waiting"] as const)
    .filter((name) => circle[name] && strings[name])
    .map((name) => strings[name]?.replace("{n}", String(circle[name])));
  if (circle.spent !== undefined && strings.spent) {
    facts.push(strings.spent.replace("{n}", String(Math.round(circle.spent * 100))));
  }
  if (circle.sign) facts.push(strings[circle.sign]);
  return circle.label ?? [circle.name, facts.join(", ")].filter(Boolean).join(": ");
}
