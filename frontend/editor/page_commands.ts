/** Commands of the slash menu that reach beyond the text: today's date, emoji, a comment, a page beneath this one. */
import type { EditorCommand } from "./editor_command";

/** Today, as the reader's language writes it. */
export const DATE: EditorCommand = {
  name: "date_insert",
  icon: "calendar",
  run: (editor) => {
    const today = new Intl.DateTimeFormat(document.documentElement.lang || "en", { dateStyle: "long" });
    editor.chain().focus().insertContent(today.format(new Date())).run();
  },
};
/** Opens the list of emoji, which narrows as one types on. */
export const EMOJI: EditorCommand = {
  name: "emoji_insert",
  icon: "smile",
  run: (editor) => {
    editor.storage.emojiMenu.isWanted = true;
    editor.chain().focus().insertContent(":").run();
  },
};

const commentButton = (): HTMLElement | null => document.querySelector("[data-comment-selection]");

/** Comments on the words of the block in which one stands. */
export const COMMENT: EditorCommand = {
  name: "comment_insert",
  icon: "message-square-plus",
  run: (editor) => {
    const { $from } = editor.state.selection;
    editor.chain().focus().setTextSelection({ from: $from.start(), to: $from.end() }).run();
    commentButton()?.click();
  },
  // What was typed to find it goes first: there must be more to comment on.
  isAvailable: ({ state: { selection } }) =>
    commentButton() !== null && /\S.*\//s.test(selection.$from.parent.textContent),
};

/** Where a page beneath this one is begun; nothing for guests, and for texts that are no documents. */
const newPage = (): string | undefined => document.querySelector<HTMLElement>("[data-pages]")?.dataset.pages;

/** Begins a page beneath this one, in a tab of its own: here one goes on writing. */
export const PAGE: EditorCommand = {
  name: "page_insert",
  icon: "file-plus",
  run: () => void window.open(newPage(), "_blank", "noopener"),
  isAvailable: () => newPage() !== undefined,
};

export const OF_THE_PAGE = [DATE, EMOJI, COMMENT, PAGE];
