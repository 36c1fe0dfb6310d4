/** Formulas in LaTeX, set as MathML by Temml, which is loaded with the first formula of a page. */
import { type Editor, mergeAttributes, Node, nodeInputRule } from "@tiptap/core";
import { NodeSelection, Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { make } from "../dom";
import { openNodeForm } from "../node_form";
import type { Translate } from "../strings";
import { drawFormula } from "./draw_formula";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    maths: {
      insertFormula: (kind: "mathInline" | "mathBlock") => ReturnType;
    };
  }
}

/** No blank stands inside the dollars; what begins with a number and goes on in words, without a sign of a formula, is money. */
const TYPED = /(?:^|[\s(])(\$(?!\d[^$\\^_={}<>+*/|]*\s[^$\\^_={}<>+*/|]*\$)([^$\s](?:[^$]*[^$\s])?)\$)$/;

function formula(name: "mathInline" | "mathBlock", translate: Translate): Node {
  const isBlock = name === "mathBlock";
  const tag = isBlock ? "div" : "span";
  const edit = (editor: Editor, at: number, dom: HTMLElement): void =>
    openNodeForm(
      editor,
      at,
      dom,
      translate("formula"),
      // On a line of its own a formula has lines: equations below each other.
      [{ name: "latex", label: translate("formula_latex"), isLong: true, endsByEnter: !isBlock }],
      (values, preview) => void drawFormula(preview, values.latex ?? "", isBlock),
      translate,
      "latex",
    );
  return Node.create({
    name,
    group: isBlock ? "block" : "inline",
    inline: !isBlock,
    atom: true,
    selectable: true,
    addAttributes: () => ({
      latex: {
        default: "",
        parseHTML: (element: HTMLElement) => element.querySelector("code")?.textContent ?? element.textContent ?? "",
        rendered: false,
      },
    }),
    parseHTML: () => [{ tag: `${tag}.math`, priority: 60 }],
    renderHTML: ({ node, HTMLAttributes }) => [
      tag,
      mergeAttributes({ class: "math" }, HTMLAttributes),
      ["code", {}, String(node.attrs.latex ?? "")],
    ],
    renderText: ({ node }) => String(node.attrs.latex ?? ""),
    addNodeView() {
      return ({ node, editor, getPos, HTMLAttributes }) => {
        const dom = make(tag, { class: "math", contenteditable: "false", ...idOf(HTMLAttributes) });
        let latex = "";
        const show = (to: unknown): void => {
          latex = String(to ?? "");
          dom.setAttribute("aria-label", latex || translate("formula"));
          dom.classList.toggle("math--empty", latex === "");
          if (latex) void drawFormula(dom, latex, isBlock);
          else dom.replaceChildren(translate("formula"));
        };
        show(node.attrs.latex);
        const open = (): void => {
          const at = getPos();
          if (editor.isEditable && at !== undefined) edit(editor, at, dom);
        };
        dom.addEventListener("click", open);
        dom.addEventListener("ronde:edit", open);
        return {
          dom,
          ignoreMutation: () => true,
          update: (next) => {
            if (next.type.name !== name) return false;
            if (next.attrs.latex !== latex) show(next.attrs.latex);
            return true;
          },
        };
      };
    },
    addKeyboardShortcuts() {
      return {
        Enter: () => {
          const { selection } = this.editor.state;
          if (isBlock && beginsFormula(this.editor)) return true;
          const isChosen = selection instanceof NodeSelection && selection.node.type === this.type;
          if (isChosen) askToEdit(this.editor, selection.from);
          return isChosen;
        },
      };
    },
    addProseMirrorPlugins() {
      const { editor } = this;
      // A digit right behind the closing dollar says that it was money.
      const handleTextInput = (_view: EditorView, at: number, to: number, text: string): boolean => {
        const isBehind = at === to && editor.state.doc.resolve(at).nodeBefore?.type === this.type;
        if (!/^\d/.test(text) || !isBehind || !editor.commands.undoInputRule()) return false;
        editor.view.dispatch(editor.state.tr.insertText(text));
        return true;
      };
      return isBlock ? [] : [new Plugin({ props: { handleTextInput } })];
    },
    addInputRules() {
      // $x^2$ and, on a line of its own, $$ x $$; amounts such as $5 and $6, and $6 or 5$, stay as they are.
      const find = isBlock ? /^\$\$([^$]+)\$\$$/ : TYPED;
      return [nodeInputRule({ find, type: this.type, getAttributes: (match) => ({ latex: match[isBlock ? 1 : 2] }) })];
    },
    ...(isBlock
      ? {
          addCommands: () => ({
            insertFormula:
              (kind: "mathInline" | "mathBlock") =>
              ({ chain, tr }: { chain: () => ReturnType<Editor["chain"]>; tr: Editor["state"]["tr"] }) => {
                const { from, to } = tr.selection;
                const latex = tr.doc.textBetween(from, to, " ");
                return chain().insertContent({ type: kind, attrs: { latex } }).run();
              },
          }),
        }
      : {}),
  });
}

/** `$$` alone on a line, ended by Enter, begins a formula. */
function beginsFormula(editor: Editor): boolean {
  const { $from, empty } = editor.state.selection;
  if (!empty || $from.parent.type.name !== "paragraph" || $from.parent.textContent !== "$$") return false;
  const at = $from.before();
  editor
    .chain()
    .insertContentAt({ from: at, to: $from.after() }, { type: "mathBlock", attrs: { latex: "" } })
    .run();
  askToEdit(editor, at);
  return true;
}

/** Opens the form of the formula or picture at a position. At once: the next key is for the form. */
export function askToEdit(editor: Editor, at: number): void {
  editor.view.nodeDOM(at)?.dispatchEvent(new Event("ronde:edit"));
}

const idOf = ({ id }: Record<string, unknown>): Record<string, string> => (typeof id === "string" ? { id } : {});

export const maths = (translate: Translate): Node[] => [
  formula("mathInline", translate),
  formula("mathBlock", translate),
];
