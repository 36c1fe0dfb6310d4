/** Find and replace: a bar under the toolbar, loaded when it is first opened. */
import type { Editor } from "@tiptap/core";
import {
  findNext,
  findPrev,
  getMatchHighlights,
  replaceAll,
  replaceNext,
  SearchQuery,
  search,
  setSearchState,
} from "prosemirror-search";
import { iconButton, make } from "./dom";
import { foldedPattern } from "./find_pattern";
import type { Translate } from "./strings";

const bars = new WeakMap<Editor, { open: () => void }>();

/** Opens the bar, with what is selected; made on the first call. */
export function openFind(editor: Editor, translate: Translate): void {
  const bar = bars.get(editor) ?? makeBar(editor, translate);
  bars.set(editor, bar);
  bar.open();
}

function makeBar(editor: Editor, translate: Translate): { open: () => void } {
  editor.registerPlugin(search());
  const input = (key: string): HTMLInputElement =>
    make("input", {
      class: "input",
      type: "search",
      "aria-label": translate(key),
      placeholder: translate(key),
      autocomplete: "off",
    });
  const [find, replace] = [input("find"), input("replace_with")];
  const count = make("span", { class: "find__count", role: "status" });
  const button = (key: string, run: () => void): HTMLButtonElement => {
    const element = make("button", { type: "button", class: "button button--s" }, translate(key));
    element.addEventListener("click", run);
    return element;
  };
  const run = (command: typeof findNext): void => {
    command(editor.state, (change) => editor.view.dispatch(change));
    tell();
  };
  const close = (): void => {
    form.hidden = true;
    editor.view.dispatch(setSearchState(editor.state.tr, new SearchQuery({ search: "" })));
    // At once, as everywhere: Tiptap's own command waits for a frame, and the next key would go astray.
    editor.view.focus();
    editor.commands.scrollIntoView();
  };
  const replacing = make(
    "span",
    { class: "find__replace" },
    replace,
    button("replace", () => run(replaceNext)),
    button("replace_all", () => run(replaceAll)),
  );
  const form = make(
    "form",
    { class: "find", role: "search", "aria-label": translate("find") },
    find,
    count,
    replacing, // the next field by Tab
    iconButton("arrow-up", translate("find_previous"), () => run(findPrev)),
    iconButton("arrow-down", translate("find_next"), () => run(findNext)),
    iconButton("x", translate("find_close"), close),
  );
  const look = (): void => {
    const query = new SearchQuery({
      search: foldedPattern(find.value),
      regexp: true,
      // A dollar is only a dollar: the pattern's parts are ours.
      replace: replace.value.replace(/\$/g, "$$$$"),
    });
    editor.view.dispatch(setSearchState(editor.state.tr, query));
    tell();
  };
  const tell = (): void => {
    const found = getMatchHighlights(editor.state).find();
    const { from, to } = editor.state.selection;
    const at = found.findIndex((match) => match.from === from && match.to === to) + 1;
    count.textContent = find.value ? translate("find_count", { at: at || "–", count: found.length }) : "";
    const active = editor.view.dom.querySelector(".ProseMirror-active-search-match");
    active?.scrollIntoView?.({ block: "center" });
  };
  form.addEventListener("input", look);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key !== "Enter" || event.target instanceof HTMLButtonElement) return;
    else run(event.target === replace ? replaceNext : event.shiftKey ? findPrev : findNext);
    event.preventDefault();
  });
  const sheet = editor.view.dom.closest(".sheet");
  if (sheet) sheet.prepend(form);
  else editor.view.dom.before(form);
  editor.on("destroy", () => form.remove());
  return {
    open: () => {
      form.hidden = false;
      replacing.hidden = !editor.isEditable;
      const { from, to, empty } = editor.state.selection;
      if (!empty) find.value = editor.state.doc.textBetween(from, to, " ").slice(0, 200);
      look();
      find.focus();
      find.select();
    },
  };
}
