/**
 * Dialogs: `data-opens="id"` opens one; a page that answers with one open (`open data-modal`) shows it above itself;
 * `data-goes-back` goes back; Ctrl-K opens the search palette. A menu closes when something in it is sent.
 */

/** Open a dialog and select its first field; false when the page has no such dialog. */
export function openDialog(id: string): boolean {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement)) return false;
  if (!dialog.open) dialog.showModal();
  dialog.querySelector<HTMLInputElement>("[autofocus]")?.select();
  return true;
}

export function dialogs(signal: AbortSignal): void {
  for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog[open][data-modal]")) {
    dialog.close();
    openDialog(dialog.id);
  }
  document.addEventListener(
    "click",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      const target = event.target as Element;
      const opener = target.closest<HTMLElement>("[data-opens]");
      if (opener && openDialog(opener.dataset.opens ?? "")) event.preventDefault();
      if (target.closest("[data-goes-back]") && history.length > 1) {
        event.preventDefault();
        history.back();
      }
      // A click beside the dialog closes it, also where the browser does not know closedby.
      if (
        target instanceof HTMLDialogElement &&
        target.getAttribute("closedby") === "any" &&
        isOutside(target, event)
      ) {
        target.close();
      }
    },
    { signal },
  );
  document.addEventListener(
    "submit",
    (event) => (event.target as Element).closest<HTMLElement>(".menu[popover]")?.hidePopover(),
    { signal },
  );
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
      // In a text editor Ctrl-K makes a link.
      if ((event.target as HTMLElement).isContentEditable) return;
      if (openDialog("palette")) event.preventDefault();
    },
    { signal },
  );
}

function isOutside(dialog: HTMLDialogElement, event: MouseEvent): boolean {
  if (event.detail === 0) return false; // a key press has no position
  const box = dialog.getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}
