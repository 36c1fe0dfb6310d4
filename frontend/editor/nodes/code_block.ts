/** Code with its language, which is chosen at its corner; colours are decorations and load with the first such block. */
import { CodeBlock } from "@tiptap/extension-code-block";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { make } from "../dom";
import type { Translate } from "../strings";
import { DiagramView } from "./diagram_view";

/** The languages that are offered and coloured; others keep their name and stay plain. */
export const LANGUAGES: readonly (readonly [string, string])[] = [
  ["bash", "Bash"],
  ["c", "C"],
  ["cpp", "C++"],
  ["css", "CSS"],
  ["diff", "Diff"],
  ["go", "Go"],
  ["html", "HTML"],
  ["ini", "INI, TOML"],
  ["java", "Java"],
  ["javascript", "JavaScript"],
  ["json", "JSON"],
  ["latex", "LaTeX"],
  ["matlab", "Matlab"],
  ["mermaid", "Mermaid"],
  ["python", "Python"],
  ["r", "R"],
  ["rust", "Rust"],
  ["sql", "SQL"],
  ["typescript", "TypeScript"],
  ["vhdl", "VHDL"],
  ["xml", "XML"],
  ["yaml", "YAML"],
];

/** Longer blocks stay plain: colouring them would hold up typing. */
const LONGEST = 20_000;

interface Colours {
  /** The coloured parts of some code, by offset. */
  colour: (code: string, language: string) => { from: number; to: number; className: string }[];
}

/** `diagrams` is the address of the page that draws Mermaid. */
export const codeBlock = (translate: Translate, diagrams = ""): typeof CodeBlock =>
  CodeBlock.extend({
    addNodeView:
      () =>
      ({ node, editor, getPos, HTMLAttributes }) => {
        let shown = node;
        const code = make("code", {});
        const choice = make("select", {
          class: "code__language",
          contenteditable: "false",
          "aria-label": translate("code_language"),
        });
        const diagram = new DiagramView(diagrams, translate);
        const dom = make("pre", {}, choice, diagram.dom, code);
        if (typeof HTMLAttributes.id === "string") dom.id = HTMLAttributes.id;
        const show = (): void => {
          const language = String(shown.attrs.language ?? "");
          const name = LANGUAGES.find(([key]) => key === language)?.[1] ?? language;
          // The others are written when a person is about to choose: a long text has hundreds of blocks.
          choice.replaceChildren(new Option(name || translate("code_plain"), language, false, true));
          choice.disabled = !editor.isEditable;
          diagram.show(language === "mermaid" ? shown.textContent : null);
          code.className = /^[\w+#.-]+$/.test(language) ? `language-${language}` : "";
        };
        const offer = (): void => {
          if (choice.options.length > 1) return;
          const language = choice.value;
          for (const [key, name] of [["", translate("code_plain")] as const, ...LANGUAGES]) {
            if (key !== language) choice.add(new Option(name, key));
          }
        };
        show();
        for (const name of ["pointerdown", "focus", "keydown"]) choice.addEventListener(name, offer);
        choice.addEventListener("change", () => {
          const at = getPos();
          if (at === undefined) return;
          const attrs = { ...shown.attrs, language: choice.value || null };
          editor.view.dispatch(editor.state.tr.setNodeMarkup(at, null, attrs));
          editor.view.focus();
        });
        return {
          dom,
          contentDOM: code,
          stopEvent: (event) => event.target === choice,
          destroy: () => diagram.end(),
          ignoreMutation: (mutation) => mutation.type !== "selection" && !code.contains(mutation.target),
          update: (next) => {
            if (next.type !== shown.type || next.attrs.bid !== shown.attrs.bid) return false;
            const isOther = next.attrs.language !== shown.attrs.language;
            shown = next;
            if (isOther) show();
            else if (next.attrs.language === "mermaid") diagram.show(next.textContent);
            return true;
          },
        };
      },
    addProseMirrorPlugins() {
      return [...(this.parent?.() ?? []), colourPlugin()];
    },
  });

const key = new PluginKey<DecorationSet>("codeColours");
let colours: Colours | null = null;
const cache = new WeakMap<Node, ReturnType<Colours["colour"]>>();

function colourPlugin(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: (_config, { doc }) => decorate(doc),
      apply: (tr, now) => {
        if (tr.getMeta(key)) return decorate(tr.doc);
        return tr.docChanged ? decorateChanged(now.map(tr.mapping, tr.doc), tr.doc) : now;
      },
    },
    props: { decorations: (state) => key.getState(state) },
    view: (view) => {
      loadFor(view);
      return { update: loadFor };
    },
  });
}

let loading: Promise<void> | null = null;

/** Loads the colours when a block needs them, then draws them. */
function loadFor(view: EditorView): void {
  if (colours || loading || !codeBlocks(view.state.doc).some(({ node }) => node.attrs.language)) return;
  loading = import("../code_colours").then((module) => {
    colours = module;
  });
  void loading.then(() => {
    if (!view.isDestroyed) view.dispatch(view.state.tr.setMeta(key, true).setMeta("addToHistory", false));
  });
}

/** Code stands at the top, or in a box, a quotation or an item: text blocks are not walked through. */
function codeBlocks(doc: Node): { node: Node; at: number }[] {
  const found: { node: Node; at: number }[] = [];
  doc.descendants((node, at) => {
    if (node.type.name === "codeBlock") found.push({ node, at });
    return !node.isTextblock;
  });
  return found;
}

function decorate(doc: Node): DecorationSet {
  return DecorationSet.create(
    doc,
    codeBlocks(doc).flatMap(({ node, at }) => decorationsOf(node, at)),
  );
}

/** Draws anew what is not coloured as it should be: at each key that is one block, however many the text has. */
function decorateChanged(kept: DecorationSet, doc: Node): DecorationSet {
  let drawn = kept;
  let number = 0;
  for (const { node, at } of codeBlocks(doc)) {
    const old = drawn.find(at + 1, at + node.nodeSize - 1);
    // Blocks that moved, or came back, are known, and yet their colours were left behind.
    if (cache.get(node)?.length !== old.length) drawn = drawn.remove(old).add(doc, decorationsOf(node, at));
    number += partsOf(node).length;
  }
  // What was code a moment ago, and is plain text now, may have kept some.
  return drawn.find().length === number ? drawn : decorate(doc);
}

function decorationsOf(node: Node, at: number): Decoration[] {
  return partsOf(node).map(({ from, to, className }) =>
    Decoration.inline(at + 1 + from, at + 1 + to, { class: className }),
  );
}

function partsOf(node: Node): ReturnType<Colours["colour"]> {
  if (!colours) return [];
  const { language } = node.attrs;
  const isPlain = typeof language !== "string" || node.content.size > LONGEST;
  const parts = cache.get(node) ?? (isPlain ? [] : colours.colour(node.textContent, language));
  cache.set(node, parts);
  return parts;
}
