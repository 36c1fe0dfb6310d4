/**
 * Tabs that show one of several panels. Each tab is a link that works without scripts; a panel with `data-from` is
 * filled when it is first opened, with the part of the tab's page that the selector names. A tab with `data-stays`
 * writes its address into the page's, so that it is open again after a reload or a refetch. Where a row of tabs is too
 * wide, the current one is scrolled into view.
 */
import { fetchInto } from "../htmx";

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };

export function tabs(signal: AbortSignal): void {
  for (const tab of document.querySelectorAll<HTMLElement>(".tabs > [aria-current]")) scrollIntoRow(tab);
  document.addEventListener(
    "click",
    (event) => {
      const tab = tabAt(event);
      if (!tab || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      openTab(tab);
    },
    { signal },
  );
  document.addEventListener(
    "keydown",
    (event) => {
      const tab = tabAt(event);
      if (!tab) return;
      const all = tabsBeside(tab);
      const step = STEPS[event.key];
      const next = event.key === "Home" ? all[0] : event.key === "End" ? all.at(-1) : undefined;
      const to = next ?? (step ? all.at((all.indexOf(tab) + step) % all.length) : undefined);
      if (event.key !== " " && !to) return;
      event.preventDefault();
      openTab(to ?? tab);
      to?.focus();
    },
    { signal },
  );
}

/** Scroll the row of tabs, never the page. */
function scrollIntoRow(tab: HTMLElement): void {
  const row = tab.parentElement as HTMLElement;
  row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}

function tabAt(event: Event): HTMLAnchorElement | null {
  return (event.target as Element).closest<HTMLAnchorElement>("[data-tabs] > [role=tab]");
}

function tabsBeside(tab: Element): HTMLAnchorElement[] {
  return [...(tab.parentElement?.querySelectorAll<HTMLAnchorElement>("[role=tab]") ?? [])];
}

/** Show a tab's panel and hide the others. */
export function openTab(tab: HTMLAnchorElement): void {
  for (const one of tabsBeside(tab)) {
    const isOpen = one === tab;
    one.setAttribute("aria-selected", String(isOpen));
    one.tabIndex = isOpen ? 0 : -1;
    document.getElementById(one.getAttribute("aria-controls") ?? "")?.toggleAttribute("hidden", !isOpen);
  }
  const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
  if (tab.dataset.stays !== undefined) history.replaceState(history.state, "", tab.href);
  if (panel?.dataset.from && !panel.childElementCount) void fetchInto(panel, tab.href, panel.dataset.from);
}
