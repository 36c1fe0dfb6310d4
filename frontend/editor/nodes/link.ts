/** Links of the text: typed as an address or as `[words](address)`, and what is typed behind one is not part of it. */
import { Link } from "@tiptap/extension-link";
import { isSafeAddress } from "../addresses";

/**
 * Endings of an address without a scheme that are taken for one. Not all that exist: `README.md`, `main.rs` and
 * `D-14.la` are words that people write.
 */
const ENDINGS = new Set(
  (
    "com org net info eu gov edu int fr de be ch at es it nl uk ie pt lu dk se no fi cz ca qc us au nz jp cn in br " +
    "bzh paris brussels berlin app dev io ai cloud coop example"
  ).split(" "),
);
const HOST = /^(?:[\w-]+\.)+([a-z]{2,})(?:[/?#:].*)?$/i;

/** Whether what was typed is so surely an address that it becomes a link by itself. */
export function isSurelyAddress(typed: string): boolean {
  if (/^(?:https?:\/\/|mailto:|tel:|www\.)/i.test(typed) || /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(typed)) return true;
  return ENDINGS.has(HOST.exec(typed)?.[1]?.toLowerCase() ?? "");
}

export const link = Link.extend({ inclusive: false }).configure({
  openOnClick: false,
  markdownLinks: true,
  defaultProtocol: "https",
  isAllowedUri: (address) => isSafeAddress(address),
  shouldAutoLink: isSurelyAddress,
  HTMLAttributes: { target: null, rel: null, class: null },
});
