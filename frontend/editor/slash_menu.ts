/** `/` at the start of a line opens a list of commands; typing narrows it, Enter runs one. */
import { Extension } from "@tiptap/core";
import { PluginKey } from "@tiptap/pm/state";
import { Suggestion } from "@tiptap/suggestion";
import { type EditorCommand, INSERTS } from "./commands";
import { folded } from "./folding";
import type { Translate } from "./strings";
import { type Suggested, SuggestionMenu } from "./suggestion_menu";

type Command = EditorCommand & Suggested;

/** The commands whose label in the reader's language has a word that begins so; accents do not matter. */
export function matchingCommands(query: string, translate: Translate): EditorCommand[] {
  const prefix = folded(query);
  return INSERTS.filter(({ name }) => {
    const label = folded(translate(name));
    return [...label.split(/\s+/), label].some((word) => word.startsWith(prefix));
  });
}

export const slashMenu = (translate: Translate): Extension =>
  Extension.create({
    name: "slashMenu",
    addProseMirrorPlugins() {
      return [
        Suggestion<Command, Command>({
          editor: this.editor,
          pluginKey: new PluginKey("slashMenu"),
          char: "/",
          startOfLine: true,
          allow: ({ state }) => {
            const { $from } = state.selection;
            return $from.parent.type.name === "paragraph" && /^\/[^\s/]{0,20}$/.test($from.parent.textContent);
          },
          items: ({ query, editor }) =>
            matchingCommands(query, translate)
              .filter((command) => command.isAvailable?.(editor) !== false)
              .map((command) => ({ ...command, label: translate(command.name) })),
          command: ({ editor, range, props }) => {
            editor.chain().focus().deleteRange(range).run();
            props.run(editor);
          },
          render: () => new SuggestionMenu<Command>(translate("insert")),
        }),
      ];
    },
  });
