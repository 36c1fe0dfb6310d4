/**
 * Accepting and refusing are undone as typing is: by Ctrl Z right after it, and by the button of the message that says
 * what was done. What one writes afterwards is undone first.
 */
import { Extension } from "@tiptap/core";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import { showDone } from "../../behaviours/toasts";
import { post } from "./thread_requests";

export class VerdictUndo {
  readonly extension: Extension;
  private address = "";
  /** A verdict is on its way: who takes it back by then takes it back as soon as it has come. */
  private isOnItsWay = false;
  private isWanted = false;
  /** What each message that was shown here undoes. */
  private readonly undoneBy = new WeakMap<Element, string>();

  /** `show` is told the card as it is once that is undone. */
  constructor(private readonly show: (card: HTMLElement) => void) {
    const forget = (): void => {
      this.address = "";
    };
    this.extension = Extension.create({
      name: "verdictUndo",
      onTransaction: ({ transaction }) => {
        if (transaction.docChanged && !transaction.getMeta(ySyncPluginKey)) forget();
      },
    });
  }

  /** Ctrl Z wherever one is by then, on the card or back in the text; not in a field with words of its own. */
  listen(signal: AbortSignal): void {
    const onKey = (event: KeyboardEvent): void => {
      const isUndo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
      const isField = event.target instanceof Element && event.target.matches("input, textarea, select");
      if (!isUndo || isField || !(this.address || this.isOnItsWay)) return;
      event.preventDefault();
      event.stopPropagation(); // it is not the undo of typing
      if (this.isOnItsWay) this.isWanted = true;
      else void this.run();
    };
    document.addEventListener("keydown", onKey, { capture: true, signal });
    const onSubmit = (event: Event): void => {
      if (event.target instanceof HTMLFormElement && this.take(event.target)) event.preventDefault();
    };
    document.addEventListener("submit", onSubmit, { signal });
  }

  /** A verdict is sent; the card may show it before its answer is here. */
  deciding(): void {
    this.isOnItsWay = true;
    this.isWanted = false;
  }

  /** Say what was decided, by the card that the server answered with; null where it was refused. */
  decided(card: HTMLElement | null): void {
    const isTakenBack = this.isWanted;
    this.isOnItsWay = false;
    this.isWanted = false;
    const { undo = "", decided = "" } = card?.dataset ?? {};
    if (!undo || !decided) return;
    this.address = undo;
    if (isTakenBack) {
      void this.run();
      return;
    }
    const toast = showDone(decided, undo);
    if (toast) this.undoneBy.set(toast, undo);
  }

  /** Undoes it where a message's button asks for that; says whether it was one of ours. */
  private take(form: HTMLFormElement): boolean {
    const toast = form.closest("[data-toast]");
    const undone = toast ? this.undoneBy.get(toast) : undefined;
    if (!undone) return false;
    this.address = undone;
    void this.run();
    return true;
  }

  private async run(): Promise<void> {
    const { address } = this;
    this.address = "";
    for (const toast of document.querySelectorAll("[data-toast]")) {
      if (this.undoneBy.get(toast) === address) toast.remove();
    }
    const card = await post(address);
    if (card) this.show(card);
  }
}
