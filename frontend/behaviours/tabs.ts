/**
 * Tabs that show one of several bodies. Each tab is a link that works before any script; a body with `data-from`
 * is filled from its tab's address, with the part of that page which the selector names, when it is first opened. What
 * a tab with `data-stays` shows is kept in the page's address: it is there again after a reload, and after news. Where
 * a row of them is too wide, the tab one is at is brought into view.
 */
import { fetchInto } from "../htmx";

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };

export function tabs(signal: AbortSignal): void {
  for (const tab of document.querySelectorAll<HTMLElement>(".tabs > [aria-current]")) bringIntoView(tab);
  document.addEventListener(
    "click",
    (event) => {
      const tab = tabAt(event);
      if (!tab || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      open(tab);
    },
    { signal },
  );
  document.addEventListener(
    "keydown",
    (event) => {
      const tab = tabAt(event);
      if (!tab) return;
      const all = siblings(tab);
      const step = STEPS[event.key];
      const next = event.key === "Home" ? all[0] : event.key === "End" ? all.at(-1) : undefined;
      const to = next ?? (step ? all.at((all.indexOf(tab) + step) % all.length) : undefined);
      if (event.key !== " " && !to) return;
      event.preventDefault();
      open(to ?? tab);
      to?.focus();
    },
    { signal },
  );
}

/** Move the row alone, never the page. */
function bringIntoView(tab: HTMLElement): void {
  const row = tab.parentElement as HTMLElement;
  row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}

function tabAt(event: Event): HTMLAnchorElement | null {
  return (event.target as Element).closest<HTMLAnchorElement>("[data-tabs] > [role=tab]");
}

function siblings(tab: Element): HTMLAnchorElement[] {
  return [...(tab.parentElement?.querySelectorAll<HTMLAnchorElement>("[role=tab]") ?? [])];
}

/** Show a tab's body and hide the others'. */
export function open(tab: HTMLAnchorElement): void {
  for (const one of siblings(tab)) {
    const isOpen = one === tab;
    one.setAttribute("aria-selected", String(isOpen));
    one.tabIndex = isOpen ? 0 : -1;
    document.getElementById(one.getAttribute("aria-controls") ?? "")?.toggleAttribute("hidden", !isOpen);
  }
  const body = document.getElementById(tab.getAttribute("aria-controls") ?? "");
  if (tab.dataset.stays !== undefined) history.replaceState(history.state, "", tab.href);
  if (body?.dataset.from && !body.childElementCount) void fetchInto(body, tab.href, body.dataset.from);
}
