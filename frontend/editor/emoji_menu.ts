/** `:` and two letters open a list of emoji, found by words in both languages. */
import { Extension } from "@tiptap/core";
import { PluginKey } from "@tiptap/pm/state";
import { Suggestion } from "@tiptap/suggestion";
import { emojiFor } from "../behaviours/emoji";
import type { Translate } from "./strings";
import { type Suggested, SuggestionMenu } from "./suggestion_menu";

const MOST = 8;

interface EmojiItem extends Suggested {
  sign: string;
}

export const emojiMenu = (translate: Translate): Extension =>
  Extension.create({
    name: "emojiMenu",
    addProseMirrorPlugins() {
      return [
        Suggestion<EmojiItem, EmojiItem>({
          editor: this.editor,
          pluginKey: new PluginKey("emojiMenu"),
          char: ":",
          allow: ({ state, range }) => {
            const { parent } = state.doc.resolve(range.from);
            const typed = state.doc.textBetween(range.from, range.to);
            return !parent.type.spec.code && /^:[\p{L}_]{2,}$/u.test(typed);
          },
          items: async ({ query }) => {
            if (query.length < 2) return [];
            const found = await emojiFor(query, document.documentElement.lang, [], MOST);
            return found.map(({ sign, name }) => ({ label: `${sign} ${name}`, icon: "", sign }));
          },
          command: ({ editor, range, props }) => {
            editor.chain().focus().insertContentAt(range, `${props.sign} `).run();
          },
          render: () => new SuggestionMenu<EmojiItem>(translate("emoji")),
        }),
      ];
    },
  });
