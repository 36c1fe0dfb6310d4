/** The Tiptap editor on a session's document, with its toolbar, outline and presence. */
import { Editor, type Extensions } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { Placeholder } from "@tiptap/extensions";
import { blockEdges } from "./block_edges";
import { blockHandle } from "./block_handle";
import { blockMoves } from "./block_moves";
import { Clauses } from "./clauses";
import { commandKeys } from "./command_keys";
import { Comments } from "./comments";
import { csrfHeaders } from "./csrf_headers";
import { diffDecorations, readBase } from "./diff_decorations";
import { make } from "./dom";
import { emojiMenu } from "./emoji_menu";
import { finding } from "./finding";
import { dockMargin } from "./floating_bar";
import { focusAtOnce } from "./focus_at_once";
import { linkCard } from "./link_card";
import { followHash } from "./link_targets";
import { keepLocalCaret } from "./local_caret";
import { mountMentionCards } from "./mention_card";
import { MentionNames } from "./mention_names";
import { mentionSuggestions } from "./mention_suggestions";
import { headingIds, mountOutline } from "./outline";
import { pageKeys } from "./page_keys";
import { type PageParts, replaceText } from "./page_parts";
import { cleanPaste, pasteRows } from "./paste";
import { pasteAddress } from "./paste_address";
import { pasteCells } from "./paste_cells";
import { pasteMarkdown } from "./paste_markdown";
import { PastedPictures } from "./paste_pictures";
import { mountPresence } from "./presence";
import { pauseForReading } from "./reading_pause";
import { remoteCarets } from "./remote_carets";
import { schemaExtensions } from "./schema";
import type { Session } from "./session";
import { sharedParagraph } from "./shared_paragraph";
import { slashMenu } from "./slash_menu";
import type { Translate } from "./strings";
import { ownChanges } from "./suggesting/own_changes";
import type { OwnSuggestion } from "./suggesting/own_suggestion";
import { tabStays } from "./tab_stays";
import { textEnd } from "./text_end";
import { mountToolbar } from "./toolbar";
import { turnInto } from "./turn_into";
import { typedSigns } from "./typed_signs";
import { undoSteps } from "./undo_steps";
import { mountUnread } from "./unread";
import { type Upload, uploads } from "./uploads";
import { mountWordCount } from "./word_count";
import { dispatchWritten } from "./written_event";

/** The part of the page that sends files: loaded with the first one. */
const loadUpload = async (): Promise<Upload> => (await import("../files/upload")).upload;

export class DocumentEditor {
  readonly editor: Editor;
  private readonly unmounts: (() => void)[] = [];

  constructor(
    private readonly element: HTMLElement,
    parts: PageParts,
    session: Session,
    user: { name: string; hue: number },
    mayWrite: boolean,
    translate: Translate,
    own: OwnSuggestion | null = null,
    headers: () => Record<string, string> = () => ({}),
  ) {
    const { doc, provider } = session;
    const host = make("div", { class: "live-text" });
    const base = readBase(element);
    const comments = parts.notes ? new Comments(parts.notes, session, translate) : null;
    const clauses = element.dataset.clauses ? new Clauses(element, translate) : null;
    const pasted = new PastedPictures(element.dataset.document ?? "", loadUpload, translate);
    this.unmounts.push(keepLocalCaret(provider, () => this.editor));
    this.editor = new Editor({
      element: host,
      injectCSS: false,
      editable: mayWrite,
      extensions: [
        ...schemaOf(element, translate),
        focusAtOnce,
        headingIds,
        Collaboration.configure({ document: doc }),
        sharedParagraph,
        remoteCarets(provider, user, translate("guest")),
        Placeholder.configure({ placeholder: translate("placeholder") }),
        slashMenu(translate),
        emojiMenu(translate),
        blockMoves(translate),
        turnInto,
        blockEdges,
        commandKeys,
        typedSigns,
        finding(translate),
        textEnd,
        tabStays,
        undoSteps,
        linkCard(translate),
        pageKeys,
        pasted.extension,
        pasteCells,
        pasteAddress(element.dataset.mentions ? (element.dataset.cards ?? "") : ""),
        pasteMarkdown(element.dataset.pasted ?? "", csrfHeaders),
        uploads(element.dataset.document ?? "", loadUpload, translate),
        ...(mayWrite ? blockHandle(translate) : []),
        ...(base ? [diffDecorations(base)] : []),
        ...(comments ? comments.extensions : []),
        ...(clauses ? [clauses.extension] : []),
        ...(own ? [ownChanges(own)] : []),
      ],
      editorProps: {
        attributes: { role: "textbox", "aria-multiline": "true", "aria-label": translate("editor") },
        transformPastedHTML: (html) => cleanPaste(html, (image) => pasted.keep(image)),
        handlePaste: pasteRows,
        ...dockMargin(),
      },
    });
    // Before the text stands: the toolbar asks what of it is hidden, and that reckons the whole page's styles.
    if (mayWrite) this.unmounts.push(mountToolbar(parts.tools, this.editor, translate));
    replaceText(element, host, parts.sheet);
    if (comments) this.unmounts.push(comments.mount(this.editor));
    if (clauses) this.unmounts.push(clauses.mount(this.editor));
    if (parts.outline) this.unmounts.push(mountOutline(parts.outline, this.editor));
    this.unmounts.push(mountWordCount(this.editor, translate));
    this.unmounts.push(mountMentionCards(this.editor, element.dataset.mentions ?? "", translate));
    this.unmounts.push(followHash(this.editor));
    this.unmounts.push(pauseForReading(session, translate));
    this.unmounts.push(dispatchWritten(session, element));
    if (!own) this.unmounts.push(mountUnread(this.editor, session, element.dataset.reading ?? "", headers, translate));
    if (parts.presence) this.unmounts.push(mountPresence(parts.presence, provider.awareness, translate));
  }

  setEditable(isEditable: boolean): void {
    if (this.editor.isEditable !== isEditable) this.editor.setEditable(isEditable);
    this.editor.view.dom.setAttribute("aria-readonly", String(!isEditable));
  }

  /** Puts the caret into a new text, behind what was typed before it was there. */
  beginWith(typed: string, hasFocus: boolean): void {
    const { commands } = this.editor;
    if (!this.editor.isEditable) return;
    if (typed && !this.editor.isEmpty) commands.insertContentAt(0, { type: "paragraph" }); // above a template's text
    commands.setTextSelection(0);
    if (hasFocus) commands.focus();
    for (const [number, line] of typed.split("\n").entries()) {
      if (number) commands.splitBlock();
      if (line) commands.insertContent({ type: "text", text: line });
    }
  }

  /** Puts the caret at the beginning of the text, behind whose title one goes on. */
  goToText(): void {
    this.editor.commands.focus("start");
  }

  /** Leaves the text on the page, to be read until something replaces it. */
  end(): void {
    for (const unmount of this.unmounts.splice(0)) unmount();
    const copy = this.editor.view.dom.cloneNode(true);
    if (copy instanceof HTMLElement) copy.setAttribute("contenteditable", "false");
    this.editor.destroy();
    this.element.replaceChildren(copy);
  }
}

/** The document's nodes, with what its page says of names and files. */
function schemaOf(element: HTMLElement, translate: Translate): Extensions {
  const { files = "", cards = "", diagrams = "", mentions = "", things = "" } = element.dataset;
  const names = new MentionNames(mentions && `${mentions}names`);
  // The server's text names them already; what is mentioned later is asked for.
  for (const shown of element.querySelectorAll<HTMLElement>(".mention[data-id]")) {
    const { kind = "", id = "" } = shown.dataset;
    const name = (shown.textContent ?? "").replace(/^@/, "");
    if (name !== "…") names.learn(kind, id, { name, address: shown.querySelector("a")?.getAttribute("href") ?? "" });
  }
  const suggestions = mentionSuggestions({ people: mentions, things }, names, translate);
  return schemaExtensions(translate, { files, cards, diagrams, names, suggestions: suggestions as never });
}
