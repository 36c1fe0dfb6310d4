/** What `@` (people, circles) and `#` (decisions, actions, documents …) offer, from the server that knows the rights. */
import { PluginKey } from "@tiptap/pm/state";
import type { SuggestionOptions } from "@tiptap/suggestion";
import type { MentionNames } from "./mention_names";
import type { Translate } from "./strings";
import { type Suggested, SuggestionMenu } from "./suggestion_menu";

interface Offered extends Suggested {
  kind: string;
  id: string;
  address: string;
}

interface Found {
  kind: string;
  id: string;
  name: string;
  note: string;
  address: string;
}

const ICONS: Record<string, string> = { person: "circle-user", circle: "circle-dot", thing: "link" };
/** As long as a name or title may be while it still is being looked for. */
const LONGEST = 40;
const MOST_WORDS = 4;

/** `address` is that of the server's list: `?sign=@&q=bo`. */
export function mentionSuggestions(
  address: string,
  names: MentionNames,
  translate: Translate,
): Omit<SuggestionOptions<Offered, Offered>, "editor">[] {
  if (!address) return [];
  return (["@", "#"] as const).map((char) => ({
    char,
    pluginKey: new PluginKey(`mention${char}`),
    allowSpaces: true,
    allowedPrefixes: [" ", "\u00a0", "(", "«", "“", "'", "’"],
    shouldShow: ({ query }) => query.length <= LONGEST && /^\S*(?:\s\S+)*\s?$/.test(query) && wordsIn(query) <= MOST_WORDS,
    items: ({ query, signal }) => find(address, char, query, signal),
    command: ({ editor, range, props: { kind, id, label, address: page } }) => {
      if (kind !== "thing") names.learn(kind, id, { name: label, address: page });
      const after = editor.state.doc.textBetween(range.to, Math.min(range.to + 1, editor.state.doc.content.size));
      const space = after === " " ? [] : [{ type: "text", text: " " }];
      editor.chain().focus().insertContentAt(range, [{ type: "mention", attrs: { kind, id } }, ...space]).run();
    },
    render: () => new SuggestionMenu<Offered>(translate(LABELS[char]), translate("mention_none")),
  }));
}

const LABELS = { "@": "mention_people", "#": "mention_things" } as const;
const wordsIn = (query: string): number => query.trim().split(/\s+/).length;

async function find(address: string, sign: string, query: string, signal?: AbortSignal): Promise<Offered[]> {
  const search = new URLSearchParams({ sign, q: query });
  const response = await fetch(`${address}?${search}`, signal ? { signal } : {});
  if (!response.ok) return [];
  const found = (await response.json()) as Found[];
  return found.map(({ kind, id, name, note, address: page }) => ({
    kind,
    id,
    label: kind === "thing" ? `${id} ${name}` : name,
    note,
    icon: ICONS[kind] ?? "link",
    address: page,
  }));
}
