/** Listens for changes while the page is open: its parts stay current, and the offline bar says when they may not be. */
import { showRefusal } from "../behaviours/toasts";
import { isAnswer, refetchPart } from "../htmx";
import { pageString } from "../strings";
import { type AskSince, ChangeSocket } from "./change_socket";
import { PartRefresher } from "./part_refresher";
import { addressWithPage, showPresence } from "./presence";

const SHORT_BREAK_MS = 4000; // a shorter break is not shown

/** Ask an address what was missed; it redirects or refuses whoever is signed out or no longer in the project. */
function askAt(address: string | undefined): AskSince {
  return async (since) => {
    if (!address) return null;
    try {
      const response = await fetch(`${address}?since=${since}`, { headers: { Accept: "application/json" } });
      if (response.redirected || [401, 403, 404].includes(response.status)) return "ended";
      return response.ok ? await response.json() : null;
    } catch {
      return null; // offline, or a proxy answered
    }
  };
}

/**
 * Refetch a part; what only says that the page is closed (`data-closed`) gives way to the page once that opens. False
 * without an answer.
 */
async function refetchOrOpen(part: HTMLElement): Promise<boolean> {
  if (!part.hasAttribute("data-closed")) return refetchPart(part);
  const answer = await fetch(location.href, { method: "HEAD" }).catch(() => null);
  if (answer?.ok) location.reload();
  return isAnswer(answer);
}

/** Open the page's change socket, if it has one, and tell the page of changes and of its connection. */
export function listenForChanges(signal: AbortSignal): void {
  const address = document.body.dataset.changesSocket;
  if (!address) return;
  const refresher = new PartRefresher(refetchOrOpen);
  const bar = document.getElementById("offline");
  let showBar: ReturnType<typeof setTimeout> | undefined;
  const socket = new ChangeSocket(
    addressWithPage(address),
    {
      changed: (notification) => {
        refresher.add(notification);
        if (notification.here) showPresence(notification.here);
        document.dispatchEvent(new CustomEvent("ronde:changed", { detail: notification }));
      },
      connection: (online) => {
        // Every failed try reports this again; the wait for the bar runs from the first.
        if (online) {
          clearTimeout(showBar);
          showBar = undefined;
          bar?.setAttribute("hidden", "");
          refresher.refreshAgain();
        } else showBar ??= setTimeout(() => bar?.removeAttribute("hidden"), SHORT_BREAK_MS);
        document.dispatchEvent(new CustomEvent("ronde:connection", { detail: { online } }));
      },
      ended: () => showRefusal(pageString("accessEnded")),
    },
    Number(document.body.dataset.changesSeq ?? 0),
    askAt(document.body.dataset.changesUrl),
  );
  socket.open();
  window.addEventListener("online", () => socket.open(), { signal });
  document.addEventListener("ronde:typing", () => socket.sayTyping(), { signal });
  const look = () => {
    if (!document.hidden) socket.open();
    refresher.refresh();
  };
  document.addEventListener("visibilitychange", look, { signal });
  signal.addEventListener("abort", () => socket.close());
}
