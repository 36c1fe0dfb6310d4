/** Pasted Markdown becomes blocks: the server reads it, as it reads files, so that nothing is read in two ways. */
import { type Editor, Extension } from "@tiptap/core";
import { DOMParser as TextParser } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import { cleanPaste } from "./paste";

const LONGEST = 200_000;
/** After this time (ms) without an answer, what was pasted stands as it is. */
const PATIENCE = 4_000;

/** What is hardly written in a text that is not Markdown. */
const SIGNS: readonly RegExp[] = [
  /^ {0,3}#{2,6} \S/m,
  /(?:^|\n\s*\n) {0,3}# \S.*(?:\n\s*\n|\s*$)/, // alone between empty lines: in a program it is a comment
  /^ {0,3}(?:```|~~~)/m,
  /^\s*[-*+] \[[ xX]\] /m,
  /^\|?(?:\s*:?-{3,}:?\s*\|)+\s*(?::?-{3,}:?\s*)?$/m,
  /^ {0,3}> \S/m,
  /^\[\^[^\]\s]+\]: /m,
  /^\$\$/m,
  /^<details>/m,
  /\[[^\]\n]+\]\((?:https?:\/\/|mailto:|#|\.{0,2}\/)[^)\s]*\)/,
  /(?<![\w*])\*\*[^\s*](?:[^*\n]*[^\s*])?\*\*(?![\w*])/,
];
const ITEM = /^ {0,3}(?:[-*+]|\d{1,3}[.)]) \S/;

/** Whether a text that is pasted is meant as Markdown. */
export function isMarkdown(text: string): boolean {
  if (text.startsWith("#!") || text.length > LONGEST) return false;
  if (SIGNS.some((sign) => sign.test(text))) return true;
  const lines = text.split("\n").filter((line) => line.trim());
  return lines.filter((line) => ITEM.test(line)).length > 1;
}

/** `address` reads Markdown; `headers` prove that the request is this page's. */
export function pasteMarkdown(address: string, headers: () => Record<string, string>): Extension {
  return Extension.create({
    name: "pasteMarkdown",
    priority: 150,
    addProseMirrorPlugins() {
      const { editor } = this;
      let isPlain = false;
      return [
        new Plugin({
          props: {
            handleKeyDown: (_view, event) => {
              // Ctrl Shift V takes the words as they are.
              isPlain = event.shiftKey && (event.ctrlKey || event.metaKey);
              return false;
            },
            handlePaste: (view, event) => {
              const data = event.clipboardData;
              const language = languageOf(data);
              const isCode = view.state.selection.$from.parent.type.spec.code;
              if (!data || isPlain || isCode || (language === null && data.types.includes("text/html"))) return false;
              const text = data.getData("text/plain").replace(/\r\n?/g, "\n");
              if (language) return insertCode(editor, text, language);
              if (!address || !editor.isEditable || !isMarkdown(text)) return false;
              void readAndInsert(editor, text, address, headers());
              return true;
            },
          },
        }),
      ];
    },
  });
}

/** The language of what VS Code copied: nothing where it is text, null where another program copied. */
function languageOf(data: DataTransfer | null): string | null {
  const said = data?.getData("vscode-editor-data");
  if (!said) return null;
  try {
    const { mode } = JSON.parse(said) as { mode?: unknown };
    return typeof mode === "string" && /^[\w+#.-]{1,30}$/.test(mode) && !/^(?:markdown|plaintext)$/.test(mode)
      ? mode
      : "";
  } catch {
    return "";
  }
}

/** Several lines of a program become a block of code. */
function insertCode(editor: Editor, text: string, language: string): boolean {
  const bare = text.replace(/\n+$/, "");
  if (!bare.includes("\n")) return false;
  return editor.commands.insertContent({
    type: "codeBlock",
    attrs: { language },
    content: [{ type: "text", text: bare }],
  });
}

async function readAndInsert(
  editor: Editor,
  text: string,
  address: string,
  headers: Record<string, string>,
): Promise<void> {
  editor.commands.deleteSelection();
  let at = editor.state.selection.from;
  const follow = ({ transaction }: { transaction: Editor["state"]["tr"] }): void => {
    at = transaction.mapping.map(at);
  };
  editor.on("transaction", follow);
  const html = await read(text, address, headers);
  editor.off("transaction", follow);
  if (editor.isDestroyed) return;
  const isHere = editor.state.selection.empty && editor.state.selection.from === at;
  if (!isHere) editor.commands.setTextSelection(at);
  if (html === null) editor.view.pasteText(text);
  else insertHtml(editor, html);
}

function insertHtml({ state, schema, view }: Editor, html: string): void {
  const page = new DOMParser().parseFromString(cleanPaste(html), "text/html");
  const slice = TextParser.fromSchema(schema).parseSlice(page.body, { preserveWhitespace: false });
  view.dispatch(state.tr.replaceSelection(slice).scrollIntoView().setMeta("paste", true));
}

async function read(text: string, address: string, headers: Record<string, string>): Promise<string | null> {
  const body = new FormData();
  body.set("text", text);
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(address, { method: "POST", body, headers, signal });
    if (!response.ok || response.redirected) return null;
    const said: unknown = await response.json();
    return typeof said === "object" && said && "html" in said && typeof said.html === "string" ? said.html : null;
  } catch {
    return null; // offline: it stands as it was copied
  }
}
