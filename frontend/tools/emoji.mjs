/** Writes the emoji that the server knows, with the names by which `:tada:` means one: `npm run emoji`. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const TARGET = "documents/conversation/emoji.json";
const read = (name) => JSON.parse(readFileSync(`node_modules/emojibase-data/en/${name}`));

/** Each sign with its names, one a line. */
export function emojiTable() {
  const names = read("shortcodes/github.json");
  const rows = read("data.json")
    .filter(({ group }) => group !== undefined && group !== 2) // no parts of others
    .sort((one, other) => one.order - other.order)
    .map(
      ({ emoji, hexcode }) => `  ${JSON.stringify(emoji)}: ${JSON.stringify([names[hexcode] ?? []].flat().join(" "))}`,
    );
  return `{\n${rows.join(",\n")}\n}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(TARGET, emojiTable());
