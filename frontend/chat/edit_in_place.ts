/** One's own message is changed, or taken back, where it stands. */
import { pageOf, parseFragment, post } from "./requests";

/** Reads a message again, by its number. */
type Refetch = (seq: string) => Promise<void>;

/** Put a field in the place of a message's words; Enter or Save sends, Escape or Cancel leaves them. */
export async function editInPlace(pressed: HTMLElement, refetch: Refetch): Promise<void> {
  const form = await fetchForm(`${pageOf(pressed)}wording/`);
  const field = form?.querySelector("textarea");
  const message = document.getElementById(pressed.id); // it may have been read again meanwhile
  if (!form || !field || !message || message.querySelector("[data-edit]")) return;
  message.classList.add("message--edit");
  message.querySelector(".message__menu")?.remove();
  (message.querySelector(".message__text") ?? message.querySelector(".message__by"))?.after(form);
  field.focus({ preventScroll: true });
  form.scrollIntoView?.({ block: "nearest" }); // with what saves it, on a phone too
  field.setSelectionRange(field.value.length, field.value.length);
  const leave = () => {
    form.remove();
    message.classList.remove("message--edit");
    focusTime(message.id);
    void readAgain(message, refetch);
  };
  form.querySelector("[data-leave]")?.addEventListener("click", leave);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !(event.target === field)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation(); // the page's handlers of forms are for those that lead to another page
    void save(message, event.submitter?.getAttribute("formaction") ?? form.action, field.value);
  });
}

/** What changed in it while it was being edited had to wait for that. */
async function readAgain(message: HTMLElement, refetch: Refetch): Promise<void> {
  await refetch(message.dataset.seq ?? "");
  if (document.activeElement === document.body) focusTime(message.id);
}

function focusTime(id: string): void {
  document.getElementById(id)?.querySelector<HTMLElement>(".message__time")?.focus();
}

/** Edit the last message of a person that is shown. */
export function editLastOf(list: HTMLElement, person: string, refetch: Refetch): void {
  const own = list.querySelectorAll<HTMLElement>(`.message[data-by="${CSS.escape(person)}"]:not(.message--removed)`);
  const last = [...own].at(-1);
  if (last) void editInPlace(last, refetch);
}

async function fetchForm(address: string): Promise<HTMLFormElement | null> {
  const response = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  return response?.ok ? parseFragment(await response.text()).querySelector("form") : null;
}

async function save(message: HTMLElement, address: string, text: string): Promise<void> {
  const response = await post(address, { text });
  const article = response && parseFragment(await response.text()).querySelector("article");
  if (!article) return;
  message.replaceWith(article);
  article.querySelector<HTMLElement>(".message__time")?.focus();
}
