/** The carets of others: their name beside it, in the hue of their circle. No style attributes. */
import { CollaborationCaret } from "@tiptap/extension-collaboration-caret";
import type { Provider } from "./provider";

const HUES = 36;

/** Awareness of others is not to be trusted: it may hold a name of any length, a hue of any kind. */
export const safeHue = (value: unknown): string =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value < HUES ? String(value) : "0";

export const safeName = (value: unknown): string => (typeof value === "string" ? value.trim().slice(0, 60) : "");

export const remoteCarets = (
  provider: Provider,
  user: { name: string; hue: number },
  guestWord = "",
): typeof CollaborationCaret =>
  CollaborationCaret.configure({
    provider,
    user,
    render: ({ name, hue, guest }) => {
      const cursor = document.createElement("span");
      cursor.className = "cursor";
      cursor.dataset.hue = safeHue(hue);
      // Presence is shown elsewhere; read aloud here, names would stand in the middle of sentences.
      cursor.setAttribute("aria-hidden", "true");
      // The style sheet draws the name: one's own caret could end up inside a text node, and lose what is typed.
      const label = document.createElement("span");
      label.className = "cursor__name";
      label.dataset.name = guest === true ? `${safeName(name)} · ${guestWord}` : safeName(name);
      cursor.append(label);
      return cursor;
    },
    selectionRender: ({ hue }) => ({ class: "cursor__range", "data-hue": safeHue(hue) }),
  });
