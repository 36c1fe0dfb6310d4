/** The link button: a small form for the address, filled with the one under the cursor. */
import type { Editor } from "@tiptap/core";
import { button, make } from "./dom";
import { isSafeAddress } from "./schema";
import type { Say } from "./strings";

export function linkButton(editor: Editor, say: Say): { element: HTMLElement; show: () => void } {
  const id = "editor-link";
  const opener = button("link", say("link"), () => undefined);
  opener.setAttribute("popovertarget", id);
  const input = make("input", { class: "input", type: "text", inputmode: "url", autocomplete: "off", name: "address" });
  const set = make("button", { class: "button button--s button--main", type: "submit" }, say("link_set"));
  const remove = make("button", { class: "button button--s", type: "button" }, say("link_remove"));
  const form = make(
    "form",
    { class: "editor__link" },
    make("label", { class: "field" }, make("span", { class: "field__label" }, say("link_address")), input),
    make("div", { class: "buttons" }, set, remove),
  );
  const box = make("div", { id, class: "menu", popover: "auto" }, form);
  const mark = (): string => String(editor.getAttributes("link").href ?? "");
  box.addEventListener("toggle", (event) => {
    if (event.newState !== "open") return;
    input.value = mark();
    remove.hidden = mark() === "";
    input.removeAttribute("aria-invalid");
    input.focus();
    input.select();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const address = completed(input.value.trim());
    if (address === "" || !isSafeAddress(address)) {
      input.setAttribute("aria-invalid", "true");
      return;
    }
    box.hidePopover();
    setLink(editor, address);
  });
  remove.addEventListener("click", () => {
    box.hidePopover();
    editor.chain().focus().extendMarkRange("link").unsetLink().run();
  });
  return {
    element: make("span", { class: "editor__menu" }, opener, box),
    show: () => opener.setAttribute("aria-pressed", String(editor.isActive("link"))),
  };
}

function setLink(editor: Editor, href: string): void {
  const chain = editor.chain().focus();
  if (editor.state.selection.empty && !editor.isActive("link")) {
    chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
  } else {
    chain.extendMarkRange("link").setLink({ href }).run();
  }
}

/** "example.org" is meant as an address of the web, not as a page of ours; "name@example.org" as one to write to. */
export function completed(address: string): string {
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(address)) return `mailto:${address}`;
  return /^[\w-]+(?:\.[\w-]+)+(?:[/?#:].*)?$/.test(address) ? `https://${address}` : address;
}
