/**
 * Reactions to a message or a comment: a press shows at once, and what the server says of others is shown as well.
 *
 * The given ones stand in `[data-reactions]`, each a button with `data-react` and `aria-pressed`, as
 * `templates/cotton/reactions.html` writes them. `choices` holds a button for each reaction there is
 * (`reaction-choices.html`), of which a first one is made.
 */
export type ReactionNotification = { kind: string; number: number; names: string[]; by: string; stands: boolean };

/** Show that one gave a reaction, or took it back; returns what shows it as it was, where the server refused. */
export function pressReaction(thing: HTMLElement, kind: string, choices: ParentNode): () => void {
  const button = given(thing, kind);
  const number = Number(button?.querySelector("[data-number]")?.textContent ?? 0);
  const isMine = button?.getAttribute("aria-pressed") === "true";
  draw(thing, kind, choices, number + (isMine ? -1 : 1), !isMine);
  return () => draw(thing, kind, choices, number, isMine);
}

/** Show what the reaction of a person makes of a thing; `me` is who reads. */
export function showReaction(
  thing: HTMLElement,
  reaction: ReactionNotification,
  choices: ParentNode,
  me: string | undefined,
): void {
  const isMine = reaction.by === me ? reaction.stands : undefined;
  draw(thing, reaction.kind, choices, reaction.number, isMine, reaction.names);
}

const find = (place: ParentNode | null, kind: string, selector: string): HTMLElement | null =>
  [...(place?.querySelectorAll<HTMLElement>(selector) ?? [])].find((one) => one.dataset.react === kind) ?? null;

const boxOf = (thing: HTMLElement): HTMLElement | null =>
  thing.matches("[data-reactions]") ? thing : thing.querySelector<HTMLElement>("[data-reactions]");

const given = (thing: HTMLElement, kind: string): HTMLElement | null =>
  find(boxOf(thing), kind, "[data-react][aria-pressed]");

function draw(
  thing: HTMLElement,
  kind: string,
  choices: ParentNode,
  number: number,
  isMine?: boolean,
  names?: string[],
): void {
  const known = given(thing, kind);
  if (number < 1) {
    known?.remove();
    return;
  }
  const choice = find(choices, kind, "[data-react]:not([aria-pressed])");
  const button = known ?? made(choice, kind);
  if (!known) add(thing, button);
  if (isMine !== undefined) button.setAttribute("aria-pressed", String(isMine));
  setText(button, "[data-number]", String(number));
  if (!names && known) return;
  const label = choice?.dataset.label ?? kind;
  const words = names?.length ? `${label}: ${names.join(", ")}${number > names.length ? " …" : ""}` : label;
  button.title = words;
  setText(button, "[data-names]", words);
}

/** The last of the given ones, before the button that adds one. */
function add(thing: HTMLElement, button: HTMLElement): void {
  const box = boxOf(thing);
  box?.insertBefore(button, box.querySelector(":scope > .reaction--add"));
}

function setText(button: HTMLElement, selector: string, text: string): void {
  const element = button.querySelector(selector);
  if (element) element.textContent = text;
}

/** A given one looks as the choice it was; an emoji is among the choices only while they are shown. */
function made(choice: HTMLElement | null, kind: string): HTMLElement {
  const button = document.createElement("button");
  button.className = "reaction";
  button.name = "kind";
  button.value = kind;
  button.dataset.react = kind;
  button.setAttribute("aria-pressed", "false");
  const names = document.createElement("span");
  names.className = "unseen";
  names.dataset.names = "";
  const number = document.createElement("span");
  number.dataset.number = "";
  const icons = choice?.dataset.label ? [...choice.children].map((icon) => icon.cloneNode(true)) : [emoji(kind)];
  button.append(...icons, names, number);
  return button;
}

function emoji(sign: string): HTMLElement {
  const shown = Object.assign(document.createElement("span"), { className: "reaction__emoji", textContent: sign });
  shown.setAttribute("aria-hidden", "true");
  return shown;
}
