/**
 * A conversation that is alive: what others say appears as it is said, what one says goes at once or is kept until
 * it can, and what one has seen counts as read on every device. The server's page stands without it.
 */
import { Composer } from "./chat-composer";
import { type Frame, heard, read } from "./chat-side";
import { Stream } from "./chat-stream";

type News = { what?: string[]; chat?: Frame };

export function mount(root: HTMLElement): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const stream = new Stream(root, signal);
  const form = root.querySelector<HTMLFormElement>("[data-composer]");
  const composer = form ? new Composer(root, form, stream, signal) : null;
  document.addEventListener("ronde:news", (event) => hear(root, stream, (event as CustomEvent<News>).detail), {
    signal,
  });
  document.addEventListener(
    "ronde:line",
    (event) => {
      if (!(event as CustomEvent<{ online: boolean }>).detail.online) return;
      void composer?.outbox.flush();
      void stream.catchUp();
    },
    { signal },
  );
  offerMenus(root, stream.list, signal);
  root.addEventListener(
    "click",
    (event) => {
      const target = event.target as Element;
      if (target.closest("[data-answer]")) composer?.answer(target.closest<HTMLElement>(".message"));
      if (!target.closest("[data-earlier]")) return;
      event.preventDefault();
      void stream.earlier();
    },
    { signal },
  );
  stream.show();
  return () => stop.abort();
}

function hear(root: HTMLElement, stream: Stream, { what, chat }: News): void {
  if (what?.includes("*")) void stream.catchUp();
  else if (what?.length === 0) void stream.ask(); // the page has just asked what it missed: so does the talk
  for (const key of what ?? []) if (key.startsWith("message:")) void stream.refetchKey(key.slice("message:".length));
  if (!chat) return;
  const { topic, thing, me } = root.dataset;
  const isHere = chat.topic === topic || Boolean(thing && chat.about === thing);
  if (chat.read) read(chat);
  else if (chat.changed && isHere) void stream.refetch(String(chat.seq));
  else if (chat.html) {
    if (isHere) {
      root.dataset.topic = chat.topic;
      stream.insert(chat.html, chat.seq);
    }
    heard(chat, !isHere && chat.by !== me, stream.formatTime(new Date()));
  }
}

/** One menu for all messages: it comes to the one under the pointer or the focus. */
function offerMenus(root: HTMLElement, list: HTMLElement, signal: AbortSignal): void {
  const template = root.querySelector<HTMLTemplateElement>("template[data-menu]");
  const menu = template?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
  if (!menu) return;
  const links = [...menu.querySelectorAll<HTMLAnchorElement>("a[href$='message-']")].map((link) => [link, link.href]);
  const offer = (event: Event) => {
    const message = (event.target as Element).closest<HTMLElement>(".message[data-key]");
    if (!message || message.contains(menu) || message.matches(".message--removed")) return;
    for (const [link, href] of links as [HTMLAnchorElement, string][]) link.href = `${href}${message.dataset.key}`;
    const page = message.querySelector<HTMLAnchorElement>(".message__time")?.getAttribute("href") ?? "";
    menu.querySelector("[data-more]")?.setAttribute("href", page);
    message.append(menu);
  };
  list.addEventListener("pointerover", offer, { signal });
  list.addEventListener("focusin", offer, { signal });
}
