/** A pasted address of a page of this project becomes a card where it stands alone, and a mention among words. */
import { type Editor, Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { insertBlock } from "./insert_block";
import { type Embedded, embeddedOf } from "./nodes/embed";

const LONGEST = 500;

/** The path of an address of this server; nothing for any other text. */
export function ownPath(text: string): string {
  const typed = text.trim();
  if (typed.length > LONGEST || /\s/.test(typed) || !typed.startsWith(`${location.origin}/p/`)) return "";
  const { pathname, hash } = new URL(typed);
  return hash ? "" : pathname;
}

/** `cards` says what is at an address (`?address=`). */
export function pasteAddress(cards: string): Extension {
  return Extension.create({
    name: "pasteAddress",
    priority: 160,
    addProseMirrorPlugins() {
      const { editor } = this;
      return [
        new Plugin({
          props: {
            handlePaste: (view, event) => {
              const path = ownPath(event.clipboardData?.getData("text/plain") ?? "");
              const { $from, empty } = view.state.selection;
              if (!cards || !path || !empty || !editor.isEditable || $from.parent.type.spec.code) return false;
              void insert(editor, event.clipboardData?.getData("text/plain").trim() ?? "", path, cards);
              return true;
            },
          },
        }),
      ];
    },
  });
}

/** The link stands at once, and Ctrl Z leads back to it: what it leads to is put in its place when the server has said. */
async function insert(editor: Editor, href: string, path: string, cards: string): Promise<void> {
  let { from } = editor.state.selection;
  editor
    .chain()
    .insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] })
    .run();
  const follow = ({ transaction }: { transaction: Editor["state"]["tr"] }): void => {
    from = transaction.mapping.map(from, 1);
  };
  editor.on("transaction", follow);
  const found = await asked(path, cards);
  editor.off("transaction", follow);
  if (!found || editor.isDestroyed) return;
  const { doc } = editor.state;
  const to = from + href.length;
  if (to > doc.content.size || doc.textBetween(from, to) !== href) return; // changed meanwhile
  const $from = doc.resolve(from);
  const isAlone = $from.parent.type.name === "paragraph" && $from.parent.textContent === href;
  if (isAlone) insertBlock(editor, { from, to }, { type: "embed", attrs: found });
  else if (found.kind === "thing")
    editor
      .chain()
      .insertContentAt({ from, to }, [{ type: "mention", attrs: found }])
      .run();
}

async function asked(path: string, cards: string): Promise<Embedded | null> {
  try {
    const response = await fetch(`${cards}?${new URLSearchParams({ address: path })}`);
    if (!response.ok || response.redirected) return null;
    return embeddedOf((await response.json()) as Record<string, unknown>);
  } catch {
    return null;
  }
}
