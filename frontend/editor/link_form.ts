/** The link button and its small form for the address, filled with the one under the cursor. */
import type { ChainedCommands, Editor } from "@tiptap/core";
import { isSafeAddress } from "./addresses";
import { iconButton, make } from "./dom";
import { shortcutOf } from "./editor_command";
import { placeBeside } from "./place";
import type { Translate } from "./strings";

export interface LinkButton {
  element: HTMLElement;
  update: () => void;
  /** Opens the form beside what is selected. */
  open: () => void;
}

export function linkButton(editor: Editor, translate: Translate): LinkButton {
  const id = "editor-link";
  const opener = iconButton("link", translate("link"), () => undefined);
  opener.setAttribute("popovertarget", id);
  const input = make("input", { class: "input", type: "text", inputmode: "url", autocomplete: "off", name: "address" });
  const set = make("button", { class: "button button--s button--main", type: "submit" }, translate("link_set"));
  const remove = make("button", { class: "button button--s", type: "button" }, translate("link_remove"));
  const form = make(
    "form",
    { class: "editor__link" },
    make("label", { class: "field" }, make("span", { class: "field__label" }, translate("link_address")), input),
    make("div", { class: "buttons" }, set, remove),
  );
  const popover = make("div", { id, class: "menu", popover: "auto" }, form);
  const currentAddress = (): string => String(editor.getAttributes("link").href ?? "");
  popover.addEventListener("toggle", (event) => {
    if (event.newState !== "open") {
      popover.removeAttribute("style"); // the button above the text opens it below itself
      return;
    }
    input.value = currentAddress();
    remove.hidden = currentAddress() === "";
    input.removeAttribute("aria-invalid");
    input.focus();
    input.select();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const address = completeAddress(input.value.trim());
    if (address === "" || !isSafeAddress(address)) {
      input.setAttribute("aria-invalid", "true");
      return;
    }
    popover.hidePopover();
    setLink(editor, address);
  });
  remove.addEventListener("click", () => {
    popover.hidePopover();
    editor.chain().focus().extendMarkRange("link").unsetLink().run();
  });
  const open = (): void => {
    const { from, to } = editor.state.selection;
    const [start, end] = [editor.view.coordsAtPos(from, 1), editor.view.coordsAtPos(to, -1)];
    popover.showPopover();
    placeBeside(popover, new DOMRect(start.left, start.top, 0, end.bottom - start.top));
  };
  opener.title = `${translate("link")} (${shortcutOf({ keys: "Ctrl K" })})`;
  editor.view.dom.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation(); // outside a text it opens search
    open();
  });
  return {
    element: make("span", { class: "editor__menu" }, opener, popover),
    update: () => opener.setAttribute("aria-pressed", String(editor.isActive("link"))),
    open,
  };
}

function setLink(editor: Editor, href: string): void {
  const chain = editor.chain().focus();
  if (editor.state.selection.empty && !editor.isActive("link")) {
    chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
  } else {
    chain.extendMarkRange("link").setLink({ href }).run();
    // Behind it: what is typed next would take the place of the words that were selected.
    editor.commands.setTextSelection(editor.state.selection.to);
  }
}

/** Gives the link at the caret another address; says whether it is one. */
export function setLinkAddress(chain: ChainedCommands, typed: string): boolean {
  const href = completeAddress(typed.trim());
  if (href === "" || !isSafeAddress(href)) return false;
  return chain.extendMarkRange("link").setLink({ href }).run();
}

/** Completes "example.org" to an https address and "name@example.org" to a mailto address. */
export function completeAddress(address: string): string {
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(address)) return `mailto:${address}`;
  return /^[\w-]+(?:\.[\w-]+)+(?:[/?#:].*)?$/.test(address) ? `https://${address}` : address;
}
