/** Pictures that stand in what is pasted are sent to the server: the text stands at once, they come when they are there. */
import { type Editor, Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import { showRefusal } from "../behaviours/toasts";
import { SENDING } from "./nodes/image";
import { picturesInRtf } from "./paste_rtf";
import type { Translate } from "./strings";
import type { Upload } from "./uploads";

const DATA = /^data:image\/([a-z0-9.+-]{1,20});base64,/i;
const LARGEST = 28_000_000;

export class PastedPictures {
  readonly extension: Extension;
  private readonly waiting = new Map<string, File>();
  private inRtf: (File | null)[] = [];
  private lost = 0;

  constructor(
    private readonly document_: string,
    private readonly load: () => Promise<Upload>,
    private readonly translate: Translate,
  ) {
    const hear = (event: ClipboardEvent): void => this.hear(event);
    const begin = (editor: Editor): void => this.begin(editor);
    this.extension = Extension.create({
      name: "pastedPictures",
      onUpdate() {
        begin(this.editor);
      },
      addProseMirrorPlugins: () => [
        new Plugin({
          props: {
            handleDOMEvents: {
              paste: (_view, event) => {
                hear(event);
                return false;
              },
            },
          },
        }),
      ],
    });
  }

  /** Takes a picture out of pasted HTML; returns the address that stands for it, or nothing when it cannot come along. */
  keep(image: HTMLImageElement): string {
    const source = image.getAttribute("src") ?? "";
    const isFile = source.startsWith("file:");
    const file = isFile ? (this.inRtf.shift() ?? null) : fileOf(source, image.alt);
    if (!file) {
      if (isFile || source.startsWith("data:")) this.lost += 1;
      return "";
    }
    const address = `${SENDING}${crypto.randomUUID()}`;
    this.waiting.set(address, file);
    return address;
  }

  private hear(event: ClipboardEvent): void {
    this.waiting.clear();
    this.lost = 0;
    this.inRtf = [];
    const data = event.clipboardData;
    if (data?.getData("text/html").includes("file:///")) this.inRtf = picturesInRtf(data.getData("text/rtf"));
  }

  private begin(editor: Editor): void {
    if (this.lost) showRefusal(this.translate("pictures_lost", { count: this.lost }));
    this.lost = 0;
    if (!this.waiting.size) return;
    editor.state.doc.descendants((node) => {
      const address = String(node.attrs.src ?? "");
      const file = node.type.name === "image" ? this.waiting.get(address) : undefined;
      if (!file) return;
      this.waiting.delete(address);
      void this.send(editor, address, file);
    });
  }

  private async send(editor: Editor, address: string, file: File): Promise<void> {
    const leaving = new AbortController();
    const leave = (): void => leaving.abort();
    editor.on("destroy", leave);
    try {
      const upload = await this.load();
      const on = { kind: "document", id: this.document_ };
      const done = await upload(file, on, { onProgress: () => undefined, signal: leaving.signal });
      put(editor, address, done.kind === "image" ? { file: done.id } : null);
    } catch (error) {
      if (leaving.signal.aborted) return;
      put(editor, address, null);
      const why = error instanceof Error ? error.message : "";
      showRefusal(why || this.translate("upload_failed", { name: file.name }));
    } finally {
      editor.off("destroy", leave);
    }
  }
}

/** Puts what came where the picture stands by now; without it the place goes. */
function put(editor: Editor, address: string, came: { file: string } | null): void {
  if (editor.isDestroyed) return;
  const places: { node: Node; at: number }[] = [];
  editor.state.doc.descendants((node, at) => {
    if (node.attrs.src === address) places.push({ node, at });
  });
  const { tr } = editor.state;
  for (const { node, at } of places.reverse()) {
    if (came) tr.setNodeMarkup(at, null, { ...node.attrs, ...came, src: null });
    else tr.delete(at, at + node.nodeSize);
  }
  if (tr.docChanged) editor.view.dispatch(tr.setMeta("addToHistory", false));
}

function fileOf(source: string, name: string): File | null {
  const kind = DATA.exec(source);
  if (!kind || source.length > LARGEST) return null;
  try {
    const bytes = Uint8Array.from(atob(decodeURIComponent(source.slice(kind[0].length))), (sign) => sign.charCodeAt(0));
    const type = (kind[1] ?? "").toLowerCase();
    const ending = type.split("+")[0]?.replace("jpeg", "jpg");
    const stem = name.replace(/\.\w{2,5}$/, "").slice(0, 60) || "picture";
    return new File([bytes], `${stem}.${ending}`, { type: `image/${type}` });
  } catch {
    return null; // no picture: it only says so
  }
}
