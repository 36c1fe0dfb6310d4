/** The Tiptap editor on a session's document, with its toolbar, outline and faces. */
import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { Placeholder } from "@tiptap/extensions";
import { basisOf, compared } from "./diff_decorations";
import { keepCaret } from "./local_caret";
import { headingIds, outline } from "./outline";
import { type Places, swap } from "./page_parts";
import { cleanPaste } from "./paste";
import { presence } from "./presence";
import { reading } from "./reading_pause";
import { caret } from "./remote_carets";
import { schemaExtensions } from "./schema";
import type { Session } from "./session";
import { slashMenu } from "./slash_menu";
import type { Say } from "./strings";
import { toolbar } from "./toolbar";
import { tellOfWriting } from "./written_event";

export class Writing {
  readonly editor: Editor;
  private readonly ends: (() => void)[] = [];

  constructor(
    private readonly element: HTMLElement,
    places: Places,
    session: Session,
    user: { name: string; hue: number },
    mayWrite: boolean,
    say: Say,
  ) {
    const { doc, provider } = session;
    const host = document.createElement("div");
    const basis = basisOf(element);
    this.ends.push(keepCaret(provider, () => this.editor));
    this.editor = new Editor({
      element: host,
      injectCSS: false,
      editable: mayWrite,
      extensions: [
        ...schemaExtensions(say),
        headingIds,
        Collaboration.configure({ document: doc }),
        caret(provider, user),
        Placeholder.configure({ placeholder: say("placeholder") }),
        slashMenu(say),
        ...(basis ? [compared(basis)] : []),
      ],
      editorProps: {
        attributes: { role: "textbox", "aria-multiline": "true", "aria-label": say("editor") },
        transformPastedHTML: cleanPaste,
      },
    });
    swap(element, host, places.sheet);
    if (mayWrite) this.ends.push(toolbar(places.tools, this.editor, say));
    if (places.outline) this.ends.push(outline(places.outline, this.editor));
    this.ends.push(reading(session, say));
    this.ends.push(tellOfWriting(session, element));
    if (places.presence) this.ends.push(presence(places.presence, provider.awareness, say));
  }

  allow(writing: boolean): void {
    if (this.editor.isEditable !== writing) this.editor.setEditable(writing);
    this.editor.view.dom.setAttribute("aria-readonly", String(!writing));
  }

  /** Leaves the text on the page as it is, to be read until something else takes its place. */
  end(): void {
    for (const end of this.ends.splice(0)) end();
    const still = this.editor.view.dom.cloneNode(true);
    if (still instanceof HTMLElement) still.setAttribute("contenteditable", "false");
    this.editor.destroy();
    this.element.replaceChildren(still);
  }
}
