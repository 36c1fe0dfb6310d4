/** Pastes into an editor as a browser does, and says what stands there then. */
import { readFileSync } from "node:fs";
import type { Editor, JSONContent } from "@tiptap/core";

export const sample = (name: string): string => readFileSync(`tests/data/pasted/${name}`, "utf8");

/** A line a block, with what stands in it below. */
export function shown(editor: Editor): string {
  editor.state.doc.check();
  return (editor.getJSON().content ?? []).map((node) => lines(node, "")).join("\n");
}

/** The event goes through the editor's own handlers. */
export function paste(editor: Editor, types: Record<string, string>): void {
  const event = new Event("paste", { bubbles: true, cancelable: true });
  const clipboardData = { types: Object.keys(types), files: [], getData: (type: string) => types[type] ?? "" };
  editor.view.dom.dispatchEvent(Object.assign(event, { clipboardData }));
}

function lines(node: JSONContent, indent: string): string {
  const { type = "", attrs = {}, content = [] } = node;
  const said = [attrs.level, attrs.checked, attrs.tone, attrs.language, attrs.src, attrs.rowspan > 1 && attrs.rowspan];
  const about = said.filter((one) => one !== undefined && one !== null && one !== false).join(" ");
  const words = content.some(({ text }) => text !== undefined) ? content.map(word).join("") : "";
  const head = `${indent}${type}${about ? ` ${about}` : ""}${words ? `: ${words}` : ""}`;
  const inner = words ? [] : content.map((child) => lines(child, `${indent}  `));
  return [head, ...inner].join("\n");
}

function word({ type, text = "", marks = [] }: JSONContent): string {
  const signs = marks.map((mark) => (mark.type === "link" ? `<${mark.attrs?.href}>` : mark.type));
  return text ? [text.replace(/\u00a0/g, "·"), ...signs].join("|") : `[${type}]`;
}
