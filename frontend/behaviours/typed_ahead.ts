/**
 * A new document is made without leaving the page: `<form data-typed-ahead>` is sent, and the document's page takes the
 * place of the form. A field that no eye sees has the focus meanwhile, so that keyboards of every kind write on; the
 * editor begins with what it holds.
 */
import { swapPage } from "../page_swap";
import { pageString } from "../strings";
import { showRefusal } from "./toasts";

let field: HTMLTextAreaElement | null = null;

export function typedAhead(signal: AbortSignal): void {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target instanceof Element ? event.target.closest("form") : null;
      if (!form?.matches("[data-typed-ahead]") || event.defaultPrevented) return;
      event.preventDefault();
      void make(form);
    },
    { signal },
  );
}

/** Whether the page is that of a document that was just begun here, and whose text is still to come. */
export const isTypedAhead = (): boolean => field !== null;

/** What was typed so far. The editor takes the focus, if nothing else did, and calls `letGo` then. */
export const typedSoFar = (): string => field?.value ?? "";

export const hasFocusAhead = (): boolean => field !== null && document.activeElement === field;

export function letGo(): void {
  field?.remove();
  field = null;
}

async function make(form: HTMLFormElement): Promise<void> {
  const values = new FormData(form);
  field = focusedField(form);
  const answer = await sent(form, values);
  if (!answer) return goOnIn(form);
  // Where one has to sign in first, say, and where it was refused with a page of its own.
  const isForm = answer.page.includes("data-typed-ahead");
  if (!isForm && !answer.page.includes('data-island="editor"')) return location.assign(answer.address);
  swapPage(answer.page, answer.address, field);
  const again = document.querySelector<HTMLFormElement>("form[data-typed-ahead]");
  if (again) goOnIn(again);
}

/** Null where the server did not answer. */
async function sent(form: HTMLFormElement, body: FormData): Promise<{ page: string; address: string } | null> {
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    return { page: await answer.text(), address: answer.url };
  } catch {
    showRefusal(pageString("lost"));
    return null;
  }
}

function focusedField(form: HTMLFormElement): HTMLTextAreaElement {
  const made = document.createElement("textarea");
  made.className = "typed-ahead";
  made.ariaLabel = form.dataset.typedAhead ?? "";
  made.value = form.dataset.typed ?? "";
  document.body.append(made);
  made.focus({ preventScroll: true });
  return made;
}

/** Nothing was made: the form is there again, and what was typed after it waits for the next time. */
function goOnIn(form: HTMLFormElement): void {
  form.dataset.typed = field?.value ?? "";
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  const title = form.querySelector<HTMLElement>("[name=title]");
  title?.focus();
  letGo();
}
