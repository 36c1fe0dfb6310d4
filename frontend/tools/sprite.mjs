// Puts the icons we use into one file: Lucide's by name, and our own (the mark and the signs of positions).
// To add one, add its name to icons.txt, or draw it in own-icons.svg, and run npm run sprite.
import { readFileSync, writeFileSync } from "node:fs";

const here = (path) => new URL(path, import.meta.url);
const names = readFileSync(here("icons.txt"), "utf8").split(/\s+/).filter(Boolean).sort();
const ours = readFileSync(here("own-icons.svg"), "utf8").match(/<symbol.*<\/symbol>/g);

const symbols = names.map((name) => {
  const svg = readFileSync(here(`../../node_modules/lucide-static/icons/${name}.svg`), "utf8");
  const shapes = svg.match(/<(path|circle|line|rect|polyline|polygon|ellipse)[^>]*\/>/g).join("");
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${shapes.replaceAll(" />", "/>")}</symbol>`;
});

const licence = "<!-- Icons from Lucide (lucide.dev), ISC licence. The mark and the signs are ours. -->";
writeFileSync(
  here("../../static/icons/sprite.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg">\n${licence}\n${[...symbols, ...ours].join("\n")}\n</svg>\n`,
);
console.log(`${names.length} icons and ${ours.length} of our own`);
