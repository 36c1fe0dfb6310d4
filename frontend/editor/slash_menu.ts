/** `/` opens a list of commands wherever a word may begin; typing narrows it, also with blanks, and Enter runs one. */
import { Extension } from "@tiptap/core";
import { PluginKey } from "@tiptap/pm/state";
import { Suggestion } from "@tiptap/suggestion";
import { OTHER_NAMES } from "./command_names";
import { INSERTS } from "./commands";
import type { EditorCommand } from "./editor_command";
import { folded } from "./folding";
import type { Translate } from "./strings";
import { type Suggested, SuggestionMenu } from "./suggestion_menu";

type Command = EditorCommand & Suggested;

/** The commands whose label in the reader's language, or other name, has a word that begins so; accents do not matter. */
export function matchingCommands(query: string, translate: Translate): EditorCommand[] {
  const prefix = folded(query.trimEnd());
  return INSERTS.filter(({ name }) => {
    const label = folded(translate(name));
    return [...label.split(/\s+/), label, ...(OTHER_NAMES[name] ?? [])].some((word) => word.startsWith(prefix));
  });
}

const LONGEST = 30;

export const slashMenu = (translate: Translate): Extension =>
  Extension.create({
    name: "slashMenu",
    addProseMirrorPlugins() {
      return [
        Suggestion<Command, Command>({
          editor: this.editor,
          pluginKey: new PluginKey("slashMenu"),
          char: "/",
          allowSpaces: true,
          allow: ({ state, range }) => {
            const { parent, parentOffset } = state.doc.resolve(range.from);
            const typed = state.doc.textBetween(range.from, range.to);
            const isWord = !/^\/\s/.test(typed) && typed.length <= LONGEST; // 3 / 4 and and / or stay as they are
            const before = parent.textBetween(0, parentOffset, undefined, " ");
            return isWord && !/[\w/]$/.test(before) && !parent.type.spec.code && parent.isTextblock;
          },
          items: ({ query, editor }) =>
            matchingCommands(query, translate)
              .filter((command) => command.isAvailable?.(editor) !== false)
              .map((command) => ({ ...command, label: translate(command.name) })),
          command: ({ editor, range, props }) => {
            editor.chain().focus().deleteRange(range).run();
            props.run(editor);
          },
          render: () => new SuggestionMenu<Command>(translate("insert"), translate("insert_none")),
        }),
      ];
    },
  });
