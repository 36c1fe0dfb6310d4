/** A connection status for tests, and the English strings as a page has them. */
import type { ConnectionStatus } from "../../editor/connection_types";
import { readStrings, type Translate } from "../../editor/strings";
import { englishStrings } from "./english_strings";

export const NOW = 1_000_000;

export const status = (over: Partial<ConnectionStatus> = {}): ConnectionStatus => ({
  state: "live",
  reason: "",
  saved: false,
  unsavedSince: null,
  ...over,
});

/** A page with an empty container (a `p`) and the strings. */
export function makePage(): { container: HTMLElement; translate: Translate } {
  document.body.innerHTML = `<script type="application/json" id="s"></script><div data-strings="s"></div><p></p>`;
  const [source, element, container] = ["script", "div", "p"].map((tag) => document.querySelector<HTMLElement>(tag));
  if (!source || !element || !container) throw new Error("no page");
  source.textContent = JSON.stringify(englishStrings());
  return { container, translate: readStrings(element) };
}
