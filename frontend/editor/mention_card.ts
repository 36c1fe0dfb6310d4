/** The card of what is mentioned: shown while the pointer rests on it, when it is touched, or chosen with the arrows. */
import type { Editor } from "@tiptap/core";
import { NodeSelection } from "@tiptap/pm/state";
import { make } from "./dom";
import { placeBeside } from "./place";
import type { Translate } from "./strings";

const REST = 350;
const LEAVE = 250;

/** `address` is that of the mentions; cards are below it. Returns its unmount. */
export function mountMentionCards(editor: Editor, address: string, translate: Translate): () => void {
  if (!address) return () => undefined;
  const box = make("div", {
    class: "menu menu--card",
    popover: "manual",
    role: "group",
    "aria-label": translate("card"),
  });
  let shown: Element | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hide = (): void => {
    clearTimeout(timer);
    shown = null;
    box.remove();
  };
  const show = async (mention: HTMLElement): Promise<void> => {
    if (shown === mention) return;
    shown = mention;
    const { kind = "", id = "" } = mention.dataset;
    const card = await fetchCard(`${address}${encodeURIComponent(`${kind}-${id}`)}/card`);
    if (shown !== mention) return;
    box.replaceChildren(card ?? make("p", { class: "mention-card" }, translate("card_none")));
    document.body.append(box);
    box.showPopover();
    placeBeside(box, mention.getBoundingClientRect());
  };
  const mentionAt = (target: EventTarget | null): HTMLElement | null =>
    target instanceof Element ? target.closest<HTMLElement>(".mention[data-id]") : null;
  const onOver = ({ target }: Event): void => {
    const mention = mentionAt(target);
    clearTimeout(timer);
    if (!mention && (!shown || box.contains(target as Node))) return;
    timer = mention ? setTimeout(() => void show(mention), REST) : setTimeout(hide, LEAVE);
  };
  const onClick = ({ target }: Event): void => {
    const mention = mentionAt(target);
    if (mention && editor.view.dom.contains(mention)) void show(mention);
    else if (shown && !box.contains(target as Node)) hide();
  };
  const onKey = ({ key }: KeyboardEvent): void => {
    if (key === "Escape" && shown) hide();
    if (key === "Enter" && shown && editor.state.selection instanceof NodeSelection) box.querySelector("a")?.focus();
  };
  const onSelect = (): void => {
    const { selection } = editor.state;
    const isMention = selection instanceof NodeSelection && selection.node.type.name === "mention";
    const dom = isMention ? editor.view.nodeDOM(selection.from) : null;
    if (dom instanceof HTMLElement) void show(dom);
  };
  document.addEventListener("pointerover", onOver);
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  editor.on("selectionUpdate", onSelect);
  editor.on("update", hide);
  return () => {
    hide();
    document.removeEventListener("pointerover", onOver);
    document.removeEventListener("click", onClick);
    document.removeEventListener("keydown", onKey);
    editor.off("selectionUpdate", onSelect);
    editor.off("update", hide);
  };
}

async function fetchCard(address: string): Promise<Element | null> {
  try {
    const response = await fetch(address, { headers: { "HX-Request": "true" } });
    if (!response.ok) return null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return page.querySelector("[data-card]");
  } catch {
    return null;
  }
}
