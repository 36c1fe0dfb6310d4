/**
 * Lines `[data-order-address]` that stand side by side are put in an order: by Alt with an arrow on their name, or dragged
 * to the upper or lower edge of another one (`place_by_drag.ts`). Each is sent, and moves on the page at once.
 */
import { csrfToken } from "../csrf_token";
import { pageString } from "../strings";
import { showRefusal } from "./toasts";

const LINE = "[data-order-address]";
/** The part of a line at either edge that says: before it, after it. */
const EDGE = 0.3;

export function orderByHand(signal: AbortSignal): void {
  document.addEventListener("keydown", moveByKey, { signal });
}

function moveByKey(event: KeyboardEvent): void {
  const towards = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const name = event.target as HTMLElement;
  const line = name.closest<HTMLElement>(LINE);
  if (!towards || !line || !event.altKey || event.shiftKey || event.ctrlKey || event.metaKey) return;
  if (!name.matches("[data-name] a")) return;
  event.preventDefault();
  const item = line.closest("li");
  const other = towards === "up" ? item?.previousElementSibling : item?.nextElementSibling;
  if (item && other && lineOf(other)) void send(line, item, towards === "up" ? other : other.nextElementSibling, name);
}

const lineOf = (item: Element | null): HTMLElement | null => item?.querySelector<HTMLElement>(LINE) ?? null;

/** Before which item a dragged line goes when it is dropped here (null: last); undefined where it goes into the line. */
export function orderedBefore(dragged: HTMLElement, event: DragEvent): Element | null | undefined {
  const item = dragged.closest("li");
  const line = (event.target as Element).closest<HTMLElement>(LINE);
  const onto = line?.closest("li") ?? null;
  if (!dragged.matches(LINE) || !line || !item || !onto || onto === item || onto.parentElement !== item.parentElement)
    return;
  const box = line.getBoundingClientRect();
  const share = box.height ? (event.clientY - box.top) / box.height : 0.5;
  if (share < EDGE) return onto;
  if (share <= 1 - EDGE) return;
  return lineOf(onto.nextElementSibling) ? onto.nextElementSibling : null;
}

/** Puts a dragged line there. */
export function dropBefore(line: HTMLElement, before: Element | null): void {
  const item = line.closest("li");
  if (item && before !== item) void send(line, item, before, null);
}

async function send(
  line: HTMLElement,
  item: Element,
  before: Element | null,
  focused: HTMLElement | null,
): Promise<void> {
  const next = lineOf(before);
  const old = item.nextElementSibling;
  const list = item.parentElement;
  const lastOfThem = [...(list?.children ?? [])].filter((one) => lineOf(one)).at(-1);
  const put = (to: Element | null): void => {
    list?.insertBefore(item, to);
    focused?.focus();
  };
  put(next ? before : (lastOfThem?.nextElementSibling ?? null));
  const body = new URLSearchParams({ csrfmiddlewaretoken: csrfToken(), before: next?.dataset.order ?? "" });
  const headers = { "HX-Request": "true" };
  const answer = await fetch(line.dataset.orderAddress ?? "", { method: "POST", body, headers }).catch(() => null);
  if (answer?.ok) return;
  put(old);
  showRefusal(refusalOf(answer) || pageString("lost"));
}

function refusalOf(answer: Response | null): string {
  const said = answer?.headers.get("HX-Trigger");
  return said ? String((JSON.parse(said) as Record<string, unknown>)["ronde:refused"] ?? "") : "";
}
