/** The Tiptap editor on a session's document, with its toolbar, outline and presence. */
import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { Placeholder } from "@tiptap/extensions";
import { Comments } from "./comments";
import { diffDecorations, readBaseBlocks } from "./diff_decorations";
import { keepLocalCaret } from "./local_caret";
import { headingIds, mountOutline } from "./outline";
import { type PageParts, replaceText } from "./page_parts";
import { cleanPaste } from "./paste";
import { mountPresence } from "./presence";
import { pauseForReading } from "./reading_pause";
import { remoteCarets } from "./remote_carets";
import { schemaExtensions } from "./schema";
import type { Session } from "./session";
import { slashMenu } from "./slash_menu";
import type { Translate } from "./strings";
import { mountToolbar } from "./toolbar";
import { dispatchWritten } from "./written_event";

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
  ) {
    const { doc, provider } = session;
    const host = document.createElement("div");
    const base = readBaseBlocks(element);
    const comments = parts.notes ? new Comments(parts.notes, session, translate) : null;
    this.unmounts.push(keepLocalCaret(provider, () => this.editor));
    this.editor = new Editor({
      element: host,
      injectCSS: false,
      editable: mayWrite,
      extensions: [
        ...schemaExtensions(translate),
        headingIds,
        Collaboration.configure({ document: doc }),
        remoteCarets(provider, user, translate("guest")),
        Placeholder.configure({ placeholder: translate("placeholder") }),
        slashMenu(translate),
        ...(base ? [diffDecorations(base)] : []),
        ...(comments ? [comments.extension] : []),
      ],
      editorProps: {
        attributes: { role: "textbox", "aria-multiline": "true", "aria-label": translate("editor") },
        transformPastedHTML: cleanPaste,
      },
    });
    replaceText(element, host, parts.sheet);
    if (mayWrite) this.unmounts.push(mountToolbar(parts.tools, this.editor, translate));
    if (comments) this.unmounts.push(comments.mount(this.editor));
    if (parts.outline) this.unmounts.push(mountOutline(parts.outline, this.editor));
    this.unmounts.push(pauseForReading(session, translate));
    this.unmounts.push(dispatchWritten(session, element));
    if (parts.presence) this.unmounts.push(mountPresence(parts.presence, provider.awareness, translate));
  }

  setEditable(isEditable: boolean): void {
    if (this.editor.isEditable !== isEditable) this.editor.setEditable(isEditable);
    this.editor.view.dom.setAttribute("aria-readonly", String(!isEditable));
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
