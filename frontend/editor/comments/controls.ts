/** What people press: in the margin, on the page's buttons, on the keyboard. */

export interface Actions {
  /** Comments on what is selected. */
  comment: () => void;
  go: (step: 1 | -1) => void;
  open: (id: string, options: { reply: boolean }) => void;
  backToText: () => void;
  /** Gives up the comment that is being written. */
  cancel: () => void;
  /** Goes on with it. */
  resume: () => void;
}

export function listenToControls(root: HTMLElement, actions: Actions, signal: AbortSignal): void {
  const on = (target: EventTarget, name: string, handle: (event: Event) => void): void =>
    target.addEventListener(name, handle, { signal });
  on(root, "click", (event) => handleClick(event, actions));
  on(root, "focusin", (event) => {
    if ((event.target as Element).closest(".note--new:not(.note--on)")) actions.resume();
  });
  on(root, "keydown", (event) => handleKeyInMargin(event as KeyboardEvent, actions));
  on(document, "keydown", (event) => handleKey(event as KeyboardEvent, actions));
  for (const button of document.querySelectorAll("[data-comment-selection]")) {
    on(button, "mousedown", (event) => event.preventDefault()); // the selection stays
    on(button, "click", () => actions.comment());
  }
  for (const link of document.querySelectorAll("[data-notes-open]")) {
    on(link, "click", (event) => {
      if (root.querySelector("[data-thread]")) event.preventDefault();
      actions.go(1);
    });
  }
}

function handleClick(event: Event, actions: Actions): void {
  const target = event.target as Element;
  if (target.closest("[data-note-next]")) actions.go(1);
  else if (target.closest("[data-note-previous]")) actions.go(-1);
  else if (target.closest("[data-cancel]")) actions.cancel();
  else if (target.closest("[data-note-close]")) actions.backToText();
  else {
    const note = target.closest<HTMLElement>("[data-thread]");
    const reply = target.closest(".comment__light") !== null;
    if (!note || (target.closest("a, button, input, textarea, label") && !reply)) return;
    if (reply) event.preventDefault();
    actions.open(note.dataset.thread ?? "", { reply });
  }
}

function handleKeyInMargin(event: KeyboardEvent, actions: Actions): void {
  const target = event.target as HTMLElement;
  if (event.key === "Escape" && !event.defaultPrevented && !target.closest("[aria-expanded=true]")) {
    if (target.closest(":popover-open") || document.querySelector(".note :popover-open")) return;
    actions.backToText();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    target.closest("form")?.requestSubmit();
  } else if (event.key === "Enter" && target.matches("[data-thread]")) {
    actions.open(target.dataset.thread ?? "", { reply: true });
  } else return;
  event.preventDefault();
}

/** Ctrl Alt M, J, K; not what AltGr types. */
function handleKey(event: KeyboardEvent, actions: Actions): void {
  if (!event.altKey || !(event.ctrlKey || event.metaKey) || event.getModifierState("AltGraph")) return;
  if (event.code === "KeyM") actions.comment();
  else if (event.code === "KeyJ") actions.go(1);
  else if (event.code === "KeyK") actions.go(-1);
  else return;
  event.preventDefault();
}
