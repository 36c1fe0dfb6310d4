/**
 * A small form beside a node of the text: its source, its caption. Saved with the button or Ctrl Enter, left by Escape;
 * where one line is usual, Enter saves it as well.
 */
import type { Editor } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";
import { make } from "./dom";
import { placeBeside } from "./place";
import type { Translate } from "./strings";

export interface NodeField {
  /** The node's attribute. */
  name: string;
  label: string;
  isLong?: boolean;
  /** In a long field, Enter means done, and Shift Enter another line. */
  endsByEnter?: boolean;
  /** Offered values, with their labels; without them text is asked. */
  choices?: readonly (readonly [string, string])[];
}

type Values = Record<string, string>;

/**
 * Opens the form; `preview` is told what stands in it, now and at each change. A node that is left without the attribute
 * `needed` goes.
 */
export function openNodeForm(
  editor: Editor,
  at: number,
  anchor: HTMLElement,
  title: string,
  fields: readonly NodeField[],
  preview: ((values: Values, into: HTMLElement) => void) | null,
  translate: Translate,
  needed = "",
): void {
  const node = editor.state.doc.nodeAt(at);
  if (!node) return;
  const endsByEnter = new Set(fields.filter((field) => field.endsByEnter).map(({ name }) => name));
  const controls = fields.map((field) => controlOf(field, node.attrs[field.name]));
  const shown = make("div", { class: "node-form__preview math", "aria-live": "polite" });
  const remove = make("button", { type: "button", class: "button button--s button--quiet" }, translate("node_delete"));
  const form = make(
    "form",
    { class: "node-form" },
    ...controls.map(({ element }) => element),
    ...(preview ? [shown] : []),
    make(
      "div",
      { class: "buttons" },
      make("button", { class: "button button--s button--main" }, translate("node_save")),
      remove,
    ),
  );
  const popover = make("div", { class: "menu menu--form", popover: "auto", "aria-label": title, role: "dialog" }, form);
  const isDone = ({ ctrlKey, metaKey, shiftKey, target }: KeyboardEvent): boolean =>
    ctrlKey || metaKey || (!shiftKey && target instanceof HTMLTextAreaElement && endsByEnter.has(target.name));
  const values = (): Values => Object.fromEntries(controls.map(({ name, read }) => [name, read()]));
  const here = (): number | null => (editor.state.doc.nodeAt(at)?.type === node.type ? at : null);
  const follow = ({ transaction }: { transaction: Editor["state"]["tr"] }): void => {
    // What others write replaces the whole text, so that no position in it can be mapped.
    at = editor.view.dom.contains(anchor) ? editor.view.posAtDOM(anchor, 0) : transaction.mapping.map(at);
  };
  editor.on("transaction", follow);
  form.addEventListener("input", () => preview?.(values(), shown));
  let isOver = false;
  const goOn = (): void => {
    if (isOver) return;
    isOver = true;
    editor.off("transaction", follow);
    const place = here();
    if (place === null) editor.view.focus();
    else goOnBehind(editor, place, needed);
  };
  // At once: the browser says a moment later that it is closed, and what is typed meanwhile would stand anywhere.
  const close = (): void => {
    popover.hidePopover();
    goOn();
  };
  form.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter" && !event.isComposing && isDone(event)) {
      event.preventDefault();
      form.requestSubmit();
    }
    if (event.key !== "Escape") return;
    event.preventDefault();
    close();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const place = here();
    if (place !== null)
      editor.view.dispatch(editor.state.tr.setNodeMarkup(place, null, { ...node.attrs, ...written(values()) }));
    close();
  });
  remove.addEventListener("click", () => {
    const place = here();
    if (place !== null) editor.view.dispatch(editor.state.tr.delete(place, place + node.nodeSize));
    close();
  });
  popover.addEventListener("toggle", (event) => {
    if (event.newState === "open") return;
    popover.remove();
    goOn();
  });
  document.body.append(popover);
  popover.showPopover();
  placeBeside(popover, anchor.getBoundingClientRect());
  preview?.(values(), shown);
  controls[0]?.focus();
}

/** Goes on behind a node: what is typed next must not take its place, nor go to where no text may stand. */
function goOnBehind(editor: Editor, at: number, needed: string): void {
  const { tr, doc, schema } = editor.state;
  const node = doc.nodeAt(at);
  if (!node) return;
  let end = at + node.nodeSize;
  const isEmpty = needed !== "" && !node.attrs[needed];
  if (isEmpty && node.isBlock && schema.nodes.paragraph) tr.replaceWith(at, end, schema.nodes.paragraph.create());
  else if (isEmpty) tr.delete(at, end);
  else if (node.isBlock && !doc.nodeAt(end)?.isTextblock && schema.nodes.paragraph) {
    tr.insert(end, schema.nodes.paragraph.create());
  }
  if (isEmpty) end = at;
  tr.setSelection(TextSelection.near(tr.doc.resolve(end + (node.isBlock ? 1 : 0))));
  editor.view.dispatch(tr.scrollIntoView());
  editor.view.focus();
}

/** Numbers come back as numbers, and nothing as nothing. */
function written(values: Values): Record<string, string | number | null> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value === "" ? null : name === "width" ? Number(value) : value,
    ]),
  );
}

interface Control {
  name: string;
  element: HTMLElement;
  read: () => string;
  focus: () => void;
}

function controlOf({ name, label, isLong, choices }: NodeField, value: unknown): Control {
  const text = value === null || value === undefined ? "" : String(value);
  const control = choices
    ? make(
        "select",
        { class: "input", name },
        ...choices.map(([key, words]) => new Option(words, key, false, key === text)),
      )
    : make(isLong ? "textarea" : "input", {
        class: "input",
        name,
        autocomplete: "off",
        spellcheck: isLong ? "false" : "true",
      });
  if (!choices) control.value = text;
  return {
    name,
    element: make("label", { class: "field" }, make("span", { class: "field__label" }, label), control),
    read: () => control.value.trim(),
    focus: () => control.focus(),
  };
}
