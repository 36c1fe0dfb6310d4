/** What `@` (people, circles), `#` (decisions, actions, documents …) and `§` (clauses) offer, from the server that knows
 * the rights. */
import { PluginKey } from "@tiptap/pm/state";
import type { SuggestionOptions } from "@tiptap/suggestion";
import { insertBlock } from "./insert_block";
import type { MentionNames } from "./mention_names";
import type { Translate } from "./strings";
import { type Suggested, SuggestionMenu } from "./suggestion_menu";

interface Offered extends Suggested {
  kind: string;
  id: string;
  address: string;
}

interface Person {
  kind: string;
  id: string;
  name: string;
  note: string;
}

/** As the API's search finds things. */
interface Hit {
  kind: string;
  title: string;
  reference: string;
  address: string;
}

const ICONS: Record<string, string> = { person: "circle-user", circle: "circle-dot" };
const THING_ICONS: Record<string, string> = {
  document: "file-text",
  proposal: "pencil-line",
  decision: "check-check",
  action: "square-check",
  question: "circle-question-mark",
  track: "git-fork",
  clause: "clause-ratified",
};
const MOST = 8;
/** As long as a name or title may be while it still is being looked for. */
const LONGEST = 40;
const MOST_WORDS = 4;

/** The addresses are those of the server's lists: `?q=bo`. */
export function mentionSuggestions(
  addresses: { people: string; things: string },
  names: MentionNames,
  translate: Translate,
): Omit<SuggestionOptions<Offered, Offered>, "editor">[] {
  if (!addresses.people) return [];
  return (["@", "#", "§"] as const).map((char) => ({
    char,
    pluginKey: new PluginKey(`mention${char}`),
    allowSpaces: true,
    allowedPrefixes: [" ", "\u00a0", "(", "«", "“", "'", "’"],
    shouldShow: ({ query }) =>
      query.length <= LONGEST && /^\S*(?:\s\S+)*\s?$/.test(query) && wordsIn(query) <= MOST_WORDS,
    items: ({ query, signal }) =>
      char === "@"
        ? people(addresses.people, query, signal)
        : things(addresses.things, query, signal, char === "§" ? "clause" : ""),
    command: ({ editor, range, props: { kind, id, label, address: page } }) => {
      if (char === "#" && editor.storage.embed.isWanted)
        return insertBlock(editor, range, { type: "embed", attrs: { kind, id } });
      if (kind !== "thing") names.learn(kind, id, { name: label, address: page });
      const after = editor.state.doc.textBetween(range.to, Math.min(range.to + 1, editor.state.doc.content.size));
      const space = after === " " ? [] : [{ type: "text", text: " " }];
      editor
        .chain()
        .focus()
        .insertContentAt(range, [{ type: "mention", attrs: { kind, id } }, ...space])
        .run();
    },
    render: () =>
      new SuggestionMenu<Offered>(translate(LABELS[char]), translate("mention_none"), ({ storage }) => {
        storage.embed.isWanted = false;
      }),
  }));
}

const LABELS = { "@": "mention_people", "#": "mention_things", "§": "mention_clauses" } as const;
const wordsIn = (query: string): number => query.trim().split(/\s+/).length;

async function fetched<Row>(
  address: string,
  query: string,
  signal?: AbortSignal,
  more: Record<string, string> = {},
): Promise<Row[]> {
  const response = await fetch(`${address}?${new URLSearchParams({ q: query, ...more })}`, signal ? { signal } : {});
  return response.ok ? ((await response.json()) as Row[]) : [];
}

async function people(address: string, query: string, signal?: AbortSignal): Promise<Offered[]> {
  const found = await fetched<Person>(address, query, signal);
  return found.map(({ kind, id, name, note }) => ({
    kind,
    id,
    label: name,
    note,
    icon: ICONS[kind] ?? "",
    address: "",
  }));
}

async function things(address: string, query: string, signal?: AbortSignal, only = ""): Promise<Offered[]> {
  const found = query.trim() ? await fetched<Hit>(address, query, signal, { referenced: "true" }) : [];
  return found
    .filter(({ kind }) => !only || kind === only)
    .filter(({ reference }) => /^[A-Z]{1,6}-\d+(\.\d+)*$/.test(reference))
    .slice(0, MOST)
    .map(({ kind, title, reference, address: page }) => ({
      kind: "thing",
      id: reference,
      label: title,
      note: reference,
      icon: THING_ICONS[kind] ?? "link",
      address: page,
    }));
}
