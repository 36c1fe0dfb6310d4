/** The picture over a block of code whose language is Mermaid. */
import { make } from "../dom";
import type { Translate } from "../strings";

/** So long (ms) a picture waits for the next letter. */
const PAUSE = 500;

export class DiagramView {
  readonly dom = make("div", { class: "diagram", contenteditable: "false", hidden: true });
  private timer: ReturnType<typeof setTimeout> | undefined;
  private shown = "";
  private waiting = new AbortController();

  /** `frame` is the address of the page that draws; without one only code is shown. */
  constructor(
    private readonly frame: string,
    private readonly translate: Translate,
  ) {}

  /** Shows the diagram of a source; nothing of one that is none. */
  show(source: string | null): void {
    const wanted = this.frame && source?.trim() ? source : "";
    if (wanted === this.shown) return;
    const isFirst = !this.shown;
    this.shown = wanted;
    clearTimeout(this.timer);
    if (!wanted) {
      this.dom.hidden = true;
      this.dom.replaceChildren();
    } else this.timer = setTimeout(() => void this.draw(wanted), isFirst ? 0 : PAUSE);
  }

  end(): void {
    clearTimeout(this.timer);
    this.waiting.abort();
  }

  private drawOnceOnline(source: string): void {
    this.waiting.abort();
    this.waiting = new AbortController();
    const { signal } = this.waiting;
    window.addEventListener("online", () => void this.draw(source), { once: true, signal });
  }

  private async draw(source: string): Promise<void> {
    try {
      const { drawDiagram } = await import("../diagram");
      const address = await drawDiagram(source, this.frame);
      if (source !== this.shown) return;
      this.waiting.abort();
      const image = make("img", { alt: this.translate("diagram_of", { source: source.slice(0, 300) }) });
      image.src = address;
      this.dom.replaceChildren(image);
    } catch (error) {
      if (source !== this.shown) return;
      // The last picture stays while one types; why the new one is none is said below.
      // A script that did not come is no fault of the source.
      const fault = error instanceof Error && !(error instanceof TypeError) ? error.message : "";
      const why = fault || this.translate("diagram_not");
      this.dom.querySelector("p")?.remove();
      this.dom.append(make("p", { class: "diagram__wrong", role: "status" }, why.split("\n")[0] ?? why));
      // Nothing has drawn it: without a connection, say.
      if (!fault) this.drawOnceOnline(source);
    }
    this.dom.hidden = false;
  }
}
