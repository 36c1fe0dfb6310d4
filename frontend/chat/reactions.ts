/** Reactions to messages: a click shows at once, and everybody hears how many there are now. */
import { post } from "./requests";

export type ReactionNotification = { kind: string; number: number; names: string[]; by: string; stands: boolean };

/** Give a reaction, or take it back. */
export async function toggleReaction(message: HTMLElement, kind: string, root: HTMLElement): Promise<void> {
  const button = reactionIn(message, kind);
  const number = Number(button?.querySelector("[data-number]")?.textContent ?? 0);
  const isMine = button?.getAttribute("aria-pressed") === "true";
  draw(message, kind, root, number + (isMine ? -1 : 1), !isMine);
  const page = message.querySelector(".message__time")?.getAttribute("href") ?? "";
  if (!(await post(`${page}reactions/`, { kind }))) draw(message, kind, root, number, isMine);
}

/** Show what somebody's reaction makes of a message. */
export function showReaction(root: HTMLElement, message: HTMLElement, reaction: ReactionNotification): void {
  const isMine = reaction.by === root.dataset.me ? reaction.stands : undefined;
  draw(message, reaction.kind, root, reaction.number, isMine, reaction.names);
}

function reactionIn(message: HTMLElement, kind: string): HTMLElement | null {
  return message.querySelector<HTMLElement>(`[data-reactions] [data-react="${CSS.escape(kind)}"]`);
}

function draw(
  message: HTMLElement,
  kind: string,
  root: HTMLElement,
  number: number,
  isMine?: boolean,
  names?: string[],
): void {
  const known = reactionIn(message, kind);
  if (number < 1) {
    known?.remove();
    return;
  }
  const button = known ?? made(root, kind);
  if (!button) return;
  if (!known) message.querySelector("[data-reactions]")?.append(button);
  if (isMine !== undefined) button.setAttribute("aria-pressed", String(isMine));
  setText(button, "[data-number]", String(number));
  const label = models(root, kind)?.dataset.label ?? "";
  if (!names && known) return;
  const words = names?.length ? `${label}: ${names.join(", ")}${number > names.length ? " …" : ""}` : label;
  button.title = words;
  setText(button, "[data-names]", words);
}

function setText(button: HTMLElement, selector: string, text: string): void {
  const element = button.querySelector(selector);
  if (element) element.textContent = text;
}

/** The button of the menu that gives this reaction. */
function models(root: HTMLElement, kind: string): HTMLElement | null {
  const template = root.querySelector<HTMLTemplateElement>("template[data-menu]");
  return template?.content.querySelector<HTMLElement>(`[data-react="${CSS.escape(kind)}"]`) ?? null;
}

function made(root: HTMLElement, kind: string): HTMLElement | null {
  const button = models(root, kind)?.cloneNode(true) as HTMLElement | undefined;
  if (!button) return null;
  button.removeAttribute("aria-label");
  button.setAttribute("aria-pressed", "false");
  for (const [name, className] of [
    ["names", "unseen"],
    ["number", ""],
  ] as const) {
    const span = document.createElement("span");
    span.className = className;
    span.dataset[name] = "";
    button.append(span);
  }
  return button;
}
