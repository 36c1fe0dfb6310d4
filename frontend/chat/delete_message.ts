/** One's own message is taken away at once, and deleted for good a while after: until then it can be brought back. */
import { showUndoable } from "../behaviours/toasts";
import { csrfToken } from "../csrf_token";
import { pageOf, parseFragment, showRefused } from "./requests";

/** Who leaves the page meanwhile has meant it, and who puts the phone away. */
export function deleteWithUndo(message: HTMLElement, sentence: string, changed: () => void): void {
  message.hidden = true;
  changed();
  const show = () => {
    message.hidden = false;
    changed();
  };
  const leave = () => {
    if (document.visibilityState === "hidden") void remove();
  };
  const stay = () => {
    removeEventListener("pagehide", remove);
    document.removeEventListener("visibilitychange", leave);
  };
  let isSent = false;
  const remove = async () => {
    stay();
    if (isSent) return;
    isSent = true;
    const response = await send(`${pageOf(message)}removal/`);
    const article = response && parseFragment(await response.text()).querySelector("article");
    if (article) message.replaceWith(article);
    else show();
    changed();
  };
  addEventListener("pagehide", remove);
  document.addEventListener("visibilitychange", leave);
  showUndoable(sentence, {
    undo: () => {
      stay();
      if (isSent) return;
      show();
      message.querySelector<HTMLElement>(".message__time")?.focus();
    },
    over: () => void remove(),
  });
}

async function send(address: string): Promise<Response | null> {
  const body = new URLSearchParams({ csrfmiddlewaretoken: csrfToken() });
  const options = { method: "POST", body, keepalive: true, headers: { "HX-Request": "true" } };
  return showRefused(await fetch(address, options).catch(() => null));
}
