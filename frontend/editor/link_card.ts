/**
 * Links are followed: a click in a text that is being written shows a small card with the address and what can be done
 * with it; Ctrl and a click, the middle button and Alt Enter go there at once, by Alt Enter also to a file or thing whose
 * card is chosen. A text that is only read has plain links.
 */
import { type Editor, Extension } from "@tiptap/core";
import { NodeSelection, Plugin, PluginKey } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { showDone } from "../behaviours/toasts";
import { make } from "./dom";
import { setLinkAddress } from "./link_form";
import { placeBeside } from "./place";
import type { Translate } from "./strings";
import { copyText } from "./text_export";

export const linkCard = (translate: Translate): Extension =>
  Extension.create({
    name: "linkCard",
    addKeyboardShortcuts() {
      const { editor } = this;
      return { "Alt-Enter": () => follow(linkAtCaret(editor.view) ?? linkOfChosen(editor.view)) };
    },
    addProseMirrorPlugins() {
      const { editor } = this;
      return [
        new Plugin({
          key: new PluginKey("linkCard"),
          props: {
            handleDOMEvents: {
              auxclick: (view, event) => event.button === 1 && followHere(view, event),
              click: (view, event) => {
                if (!view.editable) return false;
                if (event.ctrlKey || event.metaKey) return followHere(view, event);
                const link = linkOf(view, event.target);
                if (link) showCard(editor, link, translate);
                return false;
              },
            },
          },
        }),
      ];
    },
  });

function showCard(editor: Editor, link: HTMLAnchorElement, translate: Translate): void {
  const at = editor.view.posAtDOM(link, 0) + 1;
  const goTo = make("a", { class: "button button--s button--main", href: link.href }, translate("link_open"));
  if (!isInText(link)) {
    goTo.target = "_blank";
    goTo.rel = "noopener";
  }
  const form = addressForm(link.getAttribute("href") ?? "", translate);
  const box = make(
    "div",
    { class: "menu link-card", popover: "auto", role: "dialog", "aria-label": translate("link") },
    make("p", { class: "link-card__address" }, link.getAttribute("href") ?? ""),
    make(
      "div",
      { class: "buttons" },
      goTo,
      button(translate("link_copy"), async () => {
        box.hidePopover();
        if (await copyText(link.href, "")) showDone(translate("link_copied"));
      }),
      button(translate("link_change"), () => {
        form.hidden = false;
        form.querySelector("input")?.select();
      }),
      button(translate("link_drop"), () => {
        box.hidePopover();
        editor.chain().focus(at).extendMarkRange("link").unsetLink().run();
      }),
    ),
    form,
  );
  goTo.addEventListener("click", () => box.hidePopover());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const input = form.querySelector("input");
    if (setLinkAddress(editor.chain().focus(at), input?.value ?? "")) box.hidePopover();
    else input?.setAttribute("aria-invalid", "true");
  });
  const hide = (): void => box.hidePopover();
  box.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    editor.off("update", hide);
    box.remove();
  });
  editor.on("update", hide); // who goes on typing has done with it
  document.body.append(box);
  box.showPopover();
  placeBeside(box, link.getBoundingClientRect());
}

function addressForm(address: string, translate: Translate): HTMLFormElement {
  const input = make("input", { class: "input", name: "address", inputmode: "url", autocomplete: "off" });
  input.setAttribute("aria-label", translate("link_address"));
  input.value = address;
  const form = make(
    "form",
    { class: "link-card__form" },
    input,
    make("button", { class: "button button--s", type: "submit" }, translate("node_save")),
  );
  form.hidden = true;
  return form;
}

function button(label: string, act: () => void): HTMLElement {
  const made = make("button", { type: "button", class: "button button--s" }, label);
  made.addEventListener("click", act);
  return made;
}

function linkOf(view: EditorView, target: EventTarget | null): HTMLAnchorElement | null {
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>("a[href]") : null;
  // Mentions and files have cards of their own.
  return link && view.dom.contains(link) && !link.closest(".mention, [contenteditable='false']") ? link : null;
}

function linkAtCaret(view: EditorView): HTMLAnchorElement | null {
  const { node } = view.domAtPos(view.state.selection.from);
  return linkOf(view, node instanceof Element ? node : node.parentElement);
}

/** Where a chosen file or card leads. */
function linkOfChosen(view: EditorView): HTMLAnchorElement | null {
  const { selection } = view.state;
  const isOurs = selection instanceof NodeSelection && ["attachment", "embed"].includes(selection.node.type.name);
  const dom = isOurs ? view.nodeDOM(selection.from) : null;
  return dom instanceof HTMLElement ? dom.querySelector<HTMLAnchorElement>("a[href]") : null;
}

function followHere(view: EditorView, event: MouseEvent): boolean {
  const isLink = follow(linkOf(view, event.target));
  if (isLink) event.preventDefault();
  return isLink;
}

/** A place in this text is gone to; all else is opened beside it, so that nobody leaves what they write. */
function follow(link: HTMLAnchorElement | null): boolean {
  if (link && isInText(link)) location.hash = link.hash;
  else if (link) window.open(link.href, "_blank", "noopener");
  return link !== null;
}

const isInText = (link: HTMLAnchorElement): boolean => link.getAttribute("href")?.startsWith("#") ?? false;
