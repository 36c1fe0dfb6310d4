/** The message field: Enter sends; what cannot be sent now is kept and shown; what is refused returns to the field. */
import { uuidv4 } from "lib0/random";
import { commandAddress } from "../behaviours/slash_commands";
import { showDone, showRefusal } from "../behaviours/toasts";
import { csrfToken } from "../csrf_token";
import { takeFiles } from "../files/sources";
import { UploadTray } from "../files/tray";
import { pageString, saidBy } from "../strings";
import { Draft } from "./draft";
import { editLastOf } from "./edit_in_place";
import type { MessageList } from "./message_list";
import { textOf } from "./message_menu";
import { MessageOutbox, type SendResult, type UnsentMessage } from "./outbox";
import { parseFragment, post, refusalOf } from "./requests";

type ComposerField = HTMLInputElement | HTMLTextAreaElement;

const TYPING_EVERY_MS = 3_000;

export class Composer {
  readonly outbox: MessageOutbox;
  readonly #tray: UploadTray;
  readonly draft: Draft | null;
  #sendsWhenReady = false;
  #toldAt = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly form: HTMLFormElement,
    private readonly messages: MessageList,
    signal: AbortSignal,
  ) {
    this.outbox = new MessageOutbox(`unsent:${root.dataset.me}:${root.dataset.base}`, (unsent) => this.#send(unsent), {
      waiting: (unsent, isLate) => this.#showUnsent(unsent, isLate),
      sent: (unsent, html) => this.#showSent(unsent, html),
      refused: (unsent, sentence) => this.#returnToField(unsent, sentence),
    });
    this.#tray = new UploadTray(
      form,
      () => ({
        kind: root.dataset.topic ? "topic" : "project",
        id: root.dataset.topic || (form.dataset.project ?? ""),
      }),
      { number: 20, sentence: form.dataset.tooMany ?? "" },
      { changed: () => this.#filesChanged() },
      signal,
    );
    const field = form.querySelector("textarea");
    const { place = "", me = "", base = "" } = root.dataset;
    this.draft = field && place ? new Draft(field, place, `${base}draft/`, me, signal) : null;
    field?.addEventListener("input", () => this.#tellTyping(), { signal });
    // A file that is dropped anywhere in the room is meant for what one writes.
    takeFiles(root.closest<HTMLElement>(".chat") ?? root, (files) => this.#tray.add(files), signal);
    form.addEventListener("submit", (event) => this.#submit(event), { signal });
    form.addEventListener("keydown", (event) => this.#handleKey(event), { signal });
    form.addEventListener("click", (event) => this.#handleClick(event.target as Element), { signal });
    window.addEventListener("online", () => void this.outbox.flush(), { signal });
    signal.addEventListener("abort", () => this.outbox.close());
    void this.outbox.flush();
  }

  /** Reply to a message, quoting the selected part of it, or its beginning; null: to none. */
  replyTo(message: HTMLElement | null): void {
    const notice = this.form.querySelector<HTMLElement>("[data-reply]");
    const text = message?.querySelector(".message__text")?.textContent?.trim() ?? "";
    const selected = getSelection()?.toString().trim() ?? "";
    const quote = (selected && text.includes(selected) ? selected : text).slice(0, 300);
    this.#set("reply_to", message?.dataset.key ?? "");
    this.#set("quote", quote);
    if (!notice) return;
    notice.hidden = !message;
    const name = message?.querySelector(".message__name")?.textContent ?? "";
    const label = notice.querySelector("span");
    if (label) label.textContent = saidBy(name, quote);
    if (message) this.#field("text")?.focus();
  }

  /** Write a message's words, or the selected part of them, into the field as a quotation. */
  quote(message: HTMLElement): void {
    const field = this.#field("text");
    if (!field) return;
    const [text, selected] = [textOf(message), getSelection()?.toString().trim() ?? ""];
    const name = message.querySelector(".message__name")?.textContent ?? "";
    const words = selected && text.includes(selected) ? selected : text;
    const lines = [`**${name}**`, ...words.split("\n")].map((line) => `> ${line}`).join("\n");
    const before = field.value.trimEnd();
    this.#set("text", `${before}${before ? "\n\n" : ""}${lines}\n\n`);
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }

  #field(name: string): ComposerField | null {
    return this.form.querySelector<ComposerField>(`[name=${name}]`);
  }

  #set(name: string, value: string): void {
    const field = this.#field(name);
    if (!field) return;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #handleKey(event: KeyboardEvent): void {
    if (event.key === "ArrowUp" && event.target instanceof HTMLTextAreaElement && !event.target.value) {
      event.preventDefault();
      editLastOf(this.messages.list, this.root.dataset.me ?? "", (seq) => this.messages.refetch(seq));
    }
    const isTouch = window.matchMedia?.("(pointer: coarse)").matches;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || isTouch) return;
    if (!(event.target instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  #handleClick(target: Element): void {
    if (target.closest("[data-unreply]")) this.replyTo(null);
    const button = target.closest<HTMLElement>("[data-insert]");
    const wrapper = button?.dataset.insert;
    const text = this.#field("text");
    if (!wrapper || !text) return;
    const [from, to] = [text.selectionStart ?? 0, text.selectionEnd ?? 0];
    const selected = text.value.slice(from, to);
    if (button.hasAttribute("data-once")) {
      text.setRangeText(wrapper, from, to, "end");
      this.#set("text", text.value);
      button.closest<HTMLElement>("[popover]")?.hidePopover?.();
      text.focus();
      return;
    }
    // What opens a list of names has to begin a word.
    const space = button.hasAttribute("data-begins-word") && /\S$/.test(text.value.slice(0, from)) ? " " : "";
    text.setRangeText(space + wrapper + selected + (selected ? wrapper : ""), from, to, "end");
    this.#set("text", text.value);
    text.focus();
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    event.stopPropagation(); // the page's handlers of forms are for those that lead to another page
    const schedule = event.submitter?.closest<HTMLButtonElement>("[data-schedule]");
    if (schedule) return void this.#schedule(schedule);
    const text = this.#field("text")?.value.trim() ?? "";
    if (!text && this.#tray.isEmpty) return;
    const field = this.#field("text");
    const command = field && commandAddress(field, text);
    if (command) {
      this.#set("text", "");
      location.assign(command);
      return;
    }
    this.#sendsWhenReady = this.#tray.isBusy; // it goes by itself once its files are there
    this.form.toggleAttribute("aria-busy", this.#sendsWhenReady);
    if (this.#sendsWhenReady) return;
    const [files, names] = [this.#tray.ids, this.#tray.names];
    this.#tray.clear();
    const [replyTo, quote] = [this.#field("reply_to")?.value ?? "", this.#field("quote")?.value ?? ""];
    this.#set("text", "");
    this.replyTo(null);
    this.outbox.add({ key: uuidv4(), text, replyTo, quote, ...(files.length && { files, names }) });
    this.#field("text")?.focus();
  }

  /** Leave the message with the server until its time, and say when that is, with an undo. */
  async #schedule(button: HTMLButtonElement): Promise<void> {
    if (!this.#tray.isEmpty || this.#field("reply_to")?.value) return showRefusal(pageString("scheduledWordsOnly"));
    const [topic, text, day, at] = ["topic", "text", "day", "at"].map((name) => this.#field(name)?.value ?? "");
    if (!text?.trim()) return void this.#field("text")?.focus();
    const fields = { topic: topic ?? "", text, day: day ?? "", at: at ?? "", until: button.value };
    const answer = await post(button.formAction, fields);
    if (!answer) return;
    // Emptied by typing nothing, it would be kept as a draft, which an undo soon after would not get past.
    if (this.draft) this.draft.taken();
    else this.#set("text", "");
    button.closest<HTMLElement>("[popover]")?.hidePopover();
    const said = parseFragment(await answer.text());
    const undo = said.querySelector("form")?.getAttribute("action") ?? "";
    showDone(said.querySelector(".toast__words")?.textContent ?? "", undo);
  }

  /** Tell others on this page that one is writing, once in a while. */
  #tellTyping(): void {
    const now = Date.now();
    if (!this.#field("text")?.value || now - this.#toldAt < TYPING_EVERY_MS) return;
    this.#toldAt = now;
    document.dispatchEvent(new Event("ronde:typing"));
  }

  #filesChanged(): void {
    if (!this.#sendsWhenReady || this.#tray.isBusy) return;
    this.#sendsWhenReady = false;
    this.form.removeAttribute("aria-busy");
    this.form.requestSubmit();
  }

  async #send({ key, text, replyTo, quote, files = [] }: UnsentMessage): Promise<SendResult> {
    const body = new URLSearchParams({ csrfmiddlewaretoken: csrfToken(), key, text, reply_to: replyTo, quote });
    for (const id of files) body.append("files", id);
    let response: Response;
    try {
      response = await fetch(this.form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
    } catch {
      return { state: "later" };
    }
    if (response.redirected) {
      showRefusal(pageString("signedOut")); // kept: it is sent when the person has signed in again
      return { state: "later" };
    }
    if (response.ok) return { state: "sent", html: await response.text() };
    if (response.status >= 500 || response.status === 429) return { state: "later" };
    return { state: "refused", sentence: refusalOf(response) };
  }

  #element(unsent: UnsentMessage): HTMLElement | null {
    return this.messages.list.querySelector<HTMLElement>(`[data-unsent-key="${CSS.escape(unsent.key)}"]`);
  }

  #showUnsent(unsent: UnsentMessage, isLate: boolean): void {
    const template = this.root.querySelector<HTMLTemplateElement>("template[data-unsent]");
    const element =
      this.#element(unsent) ?? (template?.content.firstElementChild?.cloneNode(true) as HTMLElement | null);
    if (!element) return;
    element.dataset.unsentKey = unsent.key;
    const [text, state] = [
      element.querySelector(".message__text"),
      element.querySelector<HTMLElement>(".message__state"),
    ];
    if (text) text.textContent = unsent.text || (unsent.names ?? []).join(", ");
    if (state) state.textContent = (isLate ? state.dataset.wordsLate : state.dataset.wordsSending) ?? "";
    if (element.isConnected) return;
    this.messages.list.append(element);
    this.messages.scrollToEnd();
  }

  #showSent(unsent: UnsentMessage, html: string): void {
    this.#element(unsent)?.remove();
    // Written while the page shows earlier messages: go to the end of the conversation, where it stands.
    const article = parseFragment(html).querySelector<HTMLElement>("article");
    const seq = article?.dataset.seq ?? "";
    if (!("ends" in this.root.dataset)) location.assign(`${this.root.dataset.base}?at=${seq}#m-${seq}`);
    if (article) this.messages.insert(html, Number(article.dataset.seq));
  }

  #returnToField(unsent: UnsentMessage, sentence: string): void {
    this.#element(unsent)?.remove();
    showRefusal(sentence);
    const text = this.#field("text");
    if (text) this.#set("text", [unsent.text, text.value].filter(Boolean).join("\n"));
  }
}
