/** `:` and two letters open a list of emoji, found by words in both languages; `:smile:` typed whole becomes its emoji. */
import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { Suggestion } from "@tiptap/suggestion";
import { allEmoji, emojiFor, emojiNamed } from "../behaviours/emoji";
import type { Translate } from "./strings";
import { type Suggested, SuggestionMenu } from "./suggestion_menu";

const MOST = 8;
const BEGUN = /(?:^|[\s(])(:([\p{L}\p{N}_+-]{2,40}))$/u;

interface EmojiItem extends Suggested {
  sign: string;
}

declare module "@tiptap/core" {
  interface Storage {
    /** Whether the next `:` opens the list at once. */
    emojiMenu: { isWanted: boolean };
  }
}

export const emojiMenu = (translate: Translate): Extension =>
  Extension.create<object, { isWanted: boolean }>({
    name: "emojiMenu",
    addStorage: () => ({ isWanted: false }),
    addProseMirrorPlugins() {
      return [
        new Plugin({
          key: new PluginKey("namedEmoji"),
          props: {
            handleTextInput: (view, at, _to, text) => {
              if (text === ":") void nameEnds(view, at);
              return false;
            },
          },
        }),
        Suggestion<EmojiItem, EmojiItem>({
          editor: this.editor,
          pluginKey: new PluginKey("emojiMenu"),
          char: ":",
          allow: ({ editor, state, range }) => {
            const { parent } = state.doc.resolve(range.from);
            const typed = state.doc.textBetween(range.from, range.to);
            const few = editor.storage.emojiMenu.isWanted ? /^:[\p{L}_]*$/u : /^:[\p{L}_]{2,}$/u;
            return !parent.type.spec.code && few.test(typed);
          },
          items: async ({ query, editor }) => {
            const { lang } = document.documentElement;
            if (query.length < 2 && !editor.storage.emojiMenu.isWanted) return [];
            const found = query ? await emojiFor(query, lang, [], MOST) : (await allEmoji(lang, [])).slice(0, MOST);
            return found.map(({ sign, name }) => ({ label: `${sign} ${name}`, icon: "", sign }));
          },
          command: ({ editor, range, props }) => {
            editor.chain().focus().insertContentAt(range, `${props.sign} `).run();
          },
          render: () =>
            new SuggestionMenu<EmojiItem>(translate("emoji"), "", ({ storage }) => {
              storage.emojiMenu.isWanted = false;
            }),
        }),
      ];
    },
  });

/** Puts the emoji in the place of `:name:`, of which the last sign is typed at a position, where it still stands then. */
async function nameEnds(view: EditorView, at: number): Promise<void> {
  const { parent, parentOffset } = view.state.doc.resolve(at);
  if (!parent.isTextblock || parent.type.spec.code) return;
  const [, typed = "", name = ""] = BEGUN.exec(parent.textBetween(0, parentOffset, "\n", "\ufffc")) ?? [];
  const sign = name ? await emojiNamed(name) : null;
  const { doc, tr } = view.state;
  const [from, to] = [at - typed.length, at + 1];
  if (!sign || view.isDestroyed || to > doc.content.size) return;
  if (doc.textBetween(from, to, "\n", "\ufffc") === `${typed}:`) view.dispatch(tr.insertText(sign, from, to));
}
