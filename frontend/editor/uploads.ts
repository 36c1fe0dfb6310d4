/** Files that are dropped, pasted or picked: each waits in the text with its progress, then a picture or card takes its place. */
import { type Editor, Extension } from "@tiptap/core";
import type { ResolvedPos } from "@tiptap/pm/model";
import { Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { showRefusal } from "../behaviours/toasts";
import { iconButton, make } from "./dom";
import { isPictureAlone } from "./paste";
import type { Translate } from "./strings";

export interface Uploaded {
  id: string;
  name: string;
  url: string;
  kind: "image" | "pdf" | "file";
}

/** As `frontend/files/upload.ts` exports it. */
export type Upload = (
  file: File,
  on: { kind: string; id: string },
  options: { onProgress: (share: number) => void; signal: AbortSignal },
) => Promise<Uploaded>;

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    uploads: {
      /** Asks for files, of one type such as `image/*`, and puts them at the cursor; a phone offers its camera. */
      pickFiles: (type: string) => ReturnType;
      /** Sends a picture, and puts it where the one of this file stands by then. */
      replacePicture: (old: string, file: File) => ReturnType;
      /** Puts the picture from which that of this file was cropped in its place. */
      uncropPicture: (file: string, original: string) => ReturnType;
    };
  }
}

type Change = { add: { id: object; at: number; element: HTMLElement } } | { remove: object };

const key = new PluginKey<DecorationSet>("uploads");

export function uploads(document_: string, load: () => Promise<Upload>, translate: Translate): Extension {
  const send = (editor: Editor, files: readonly File[], at: number): void => {
    for (const file of files) void place(editor, file, at, document_, load, translate);
  };
  return Extension.create({
    name: "uploads",
    addCommands: () => ({
      pickFiles:
        (type) =>
        ({ editor }) => {
          const input = make("input", { type: "file", multiple: true, ...(type ? { accept: type } : {}) });
          input.addEventListener("change", () => send(editor, [...(input.files ?? [])], placeToWriteOn(editor)));
          input.click();
          return true;
        },
      replacePicture:
        (old, file) =>
        ({ editor }) => {
          void replace(editor, old, file, document_, load, translate);
          return true;
        },
      uncropPicture:
        (file, original) =>
        ({ tr }) =>
          setPicture(tr, file, { file: original, original: null }),
    }),
    addProseMirrorPlugins() {
      const { editor } = this;
      return [
        new Plugin<DecorationSet>({
          key,
          state: {
            init: () => DecorationSet.empty,
            apply: (tr, shown) => {
              const now = shown.map(tr.mapping, tr.doc);
              const change = tr.getMeta(key) as Change | undefined;
              if (!change) return now;
              if ("remove" in change)
                return now.remove(now.find(undefined, undefined, ({ id }) => id === change.remove));
              const { at, element, id } = change.add;
              return now.add(tr.doc, [Decoration.widget(at, element, { id, side: 1 })]);
            },
          },
          props: {
            decorations: (state) => key.getState(state),
            handlePaste: (_view, event) => {
              // Office programs put a picture of the text beside the text: the text is meant.
              const html = event.clipboardData?.getData("text/html") ?? "";
              const isText = html !== "" && !isPictureAlone(html);
              const files = [...(event.clipboardData?.files ?? [])];
              if (files.length === 0 || isText || !editor.isEditable) return false;
              editor.commands.deleteSelection();
              send(editor, files, placeToWriteOn(editor));
              return true;
            },
            handleDrop: (view, event) => {
              const files = [...(event.dataTransfer?.files ?? [])];
              if (files.length === 0 || !editor.isEditable) return false;
              event.preventDefault();
              send(editor, files, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? 0);
              return true;
            },
          },
        }),
      ];
    },
  });
}

/** Where a file that is on its way stands by now; null when the text around it was deleted. */
function placeOf(view: EditorView, id: object): number | null {
  return key.getState(view.state)?.find(undefined, undefined, (spec) => spec.id === id)[0]?.from ?? null;
}

/** A place before the paragraph in which one writes on while a file comes, so that the words stand behind it. */
function placeToWriteOn(editor: Editor): number {
  if (!isTextAt(editor.state.selection.$to)) return editor.state.selection.to;
  if (editor.state.selection.$to.parentOffset > 0) editor.commands.splitBlock();
  const { $to } = editor.state.selection;
  // Beside the paragraph: beside a waiting file in it, a browser would put what is typed into the paragraph before.
  return $to.index(-1) === 0 && $to.node(-1).type.name.endsWith("Item") ? $to.after() : $to.before();
}

const isTextAt = ($at: ResolvedPos): boolean => ["paragraph", "heading"].includes($at.parent.type.name);

async function place(
  editor: Editor,
  file: File,
  at: number,
  document_: string,
  load: () => Promise<Upload>,
  translate: Translate,
): Promise<void> {
  const id = {};
  const leaving = new AbortController();
  const bar = make("progress", { max: "1", "aria-label": translate("uploading", { name: file.name }) });
  const cancel = iconButton("x", translate("upload_cancel"), () => leaving.abort());
  const element = make("span", { class: "uploading", contenteditable: "false" }, file.name, bar, cancel);
  const change = (meta: Change): void =>
    editor.view.dispatch(editor.state.tr.setMeta(key, meta).setMeta("addToHistory", false));
  change({ add: { id, at, element } });
  editor.on("destroy", () => leaving.abort());
  try {
    const upload = await load();
    const done = await upload(
      file,
      { kind: "document", id: document_ },
      {
        onProgress: (share) => {
          bar.value = share;
        },
        signal: leaving.signal,
      },
    );
    if (editor.isDestroyed) return;
    const here = placeOf(editor.view, id);
    const node =
      done.kind === "image"
        ? { type: "image", attrs: { file: done.id, alt: null } }
        : { type: "attachment", attrs: { file: done.id, name: done.name } };
    // Never instead of the empty paragraph that it was put before.
    if (here !== null)
      editor.view.dispatch(editor.state.tr.replaceRangeWith(here, here, editor.schema.nodeFromJSON(node)));
  } catch (error) {
    if (!leaving.signal.aborted)
      showRefusal(
        error instanceof Error && error.message ? error.message : translate("upload_failed", { name: file.name }),
      );
  } finally {
    if (!editor.isDestroyed) change({ remove: id });
  }
}

async function replace(
  editor: Editor,
  old: string,
  file: File,
  document_: string,
  load: () => Promise<Upload>,
  translate: Translate,
): Promise<void> {
  const leaving = new AbortController();
  const leave = (): void => leaving.abort();
  editor.on("destroy", leave);
  try {
    const upload = await load();
    const on = { kind: "document", id: document_ };
    const done = await upload(file, on, { onProgress: () => undefined, signal: leaving.signal });
    if (editor.isDestroyed) return;
    const { tr } = editor.state;
    if (setPicture(tr, old, { file: done.id, original: old })) editor.view.dispatch(tr);
  } catch (error) {
    if (leaving.signal.aborted) return;
    showRefusal((error instanceof Error && error.message) || translate("upload_failed", { name: file.name }));
  } finally {
    editor.off("destroy", leave);
  }
}

/** Wherever a file stands as a picture, another one stands then; a crop of a crop has the first as its original. */
function setPicture(tr: Transaction, old: string, next: { file: string; original: string | null }): boolean {
  tr.doc.descendants((node, at) => {
    if (node.type.name !== "image" || node.attrs.file !== old) return;
    const original = next.original && (node.attrs.original ?? next.original);
    tr.setNodeMarkup(at, null, { ...node.attrs, ...next, original });
  });
  return tr.docChanged;
}
