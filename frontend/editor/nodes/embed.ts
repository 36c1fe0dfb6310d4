/** A thing of Ronde as a live card: the text stores which one it is, the server draws it for each reader as it is now. */
import { mergeAttributes, Node } from "@tiptap/core";
import { make } from "../dom";
import type { Translate } from "../strings";

declare module "@tiptap/core" {
  interface Storage {
    embed: {
      /** Whether the reference that is being chosen is to stand as a card. */
      isWanted: boolean;
    };
  }
}

const KINDS = ["thing", "budget"];
const ID = /^[A-Za-z0-9][\w.-]{0,63}$/;
/** At most so long (ms) a card waits, once its thing has changed: many people look at it, who need not ask at once. */
const SPREAD = 300;

export interface Embedded {
  kind: string;
  id: string;
}

export function embeddedOf({ kind, id }: Record<string, unknown>): Embedded | null {
  return typeof id === "string" && ID.test(id) && KINDS.includes(String(kind)) ? { kind: String(kind), id } : null;
}

/** `cards` is the address below which cards are. */
export const embed = (cards: string, translate: Translate): Node =>
  Node.create({
    name: "embed",
    group: "block",
    atom: true,
    draggable: true,
    addStorage: () => ({ isWanted: false }),
    addAttributes: () => ({
      kind: { default: null, parseHTML: (element: HTMLElement) => element.dataset.kind ?? null, rendered: false },
      id: { default: null, parseHTML: (element: HTMLElement) => element.dataset.id ?? null, rendered: false },
    }),
    parseHTML: () => [
      { tag: "p.embed", priority: 60, getAttrs: (element) => (embeddedOf({ ...element.dataset }) ? null : false) },
    ],
    renderHTML: ({ node, HTMLAttributes }) => {
      const found = embeddedOf(node.attrs);
      const which = { "data-kind": found?.kind ?? null, "data-id": found?.id ?? null };
      return ["p", mergeAttributes({ class: "embed", ...which }, HTMLAttributes), found?.id ?? "…"];
    },
    renderText: ({ node }) => embeddedOf(node.attrs)?.id ?? "",
    addNodeView:
      () =>
      ({ node, HTMLAttributes }) => {
        const dom = make("div", { class: "embed", contenteditable: "false" });
        if (typeof HTMLAttributes.id === "string") dom.id = HTMLAttributes.id;
        const found = embeddedOf(node.attrs);
        const card = new Card(
          dom,
          found && cards ? `${cards}${found.kind}-${found.id}` : "",
          found?.id ?? "…",
          translate,
        );
        return {
          dom,
          ignoreMutation: () => true,
          // Its links are followed, and are no text.
          stopEvent: (event) => event.type === "click" && (event.target as Element).closest?.("a") !== null,
          destroy: () => card.end(),
        };
      },
  });

/** Shows a card, and fetches it again when its thing has changed. */
class Card {
  private readonly leaving = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly dom: HTMLElement,
    private readonly address: string,
    private readonly name: string,
    private readonly translate: Translate,
  ) {
    dom.textContent = name;
    if (!address) return;
    const { signal } = this.leaving;
    document.addEventListener("ronde:changed", (event) => this.hear(event), { signal });
    document.addEventListener("ronde:connection", () => this.isMissing && void this.fetch(), { signal });
    void this.fetch();
  }

  end(): void {
    this.leaving.abort();
    clearTimeout(this.timer);
  }

  private get isMissing(): boolean {
    return !this.dom.querySelector("[data-card]");
  }

  private hear(event: Event): void {
    const { what = [] } = (event as CustomEvent<{ what?: string[] }>).detail ?? {};
    const keys = (this.dom.querySelector<HTMLElement>("[data-keys]")?.dataset.keys ?? "").split(" ").filter(Boolean);
    if (!what.includes("*") && !keys.some((key) => what.includes(key))) return;
    this.timer ??= setTimeout(() => void this.fetch(), Math.random() * SPREAD);
  }

  private async fetch(): Promise<void> {
    this.timer = undefined;
    try {
      const { signal } = this.leaving;
      const response = await fetch(this.address, { headers: { "HX-Request": "true" }, signal });
      if (!response.ok || response.redirected) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const card = page.querySelector("[data-card]");
      if (card) this.dom.replaceChildren(document.adoptNode(card));
    } catch {
      // Offline: what was shown last stays; else its name.
      if (this.isMissing) this.dom.textContent = this.translate("embed_offline", { name: this.name });
    }
  }
}
