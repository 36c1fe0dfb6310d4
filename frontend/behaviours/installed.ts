/**
 * Ronde as an app: the service worker, the number that waits on its icon, the page as last seen without a connection,
 * and the button that turns on push on this device.
 */
import { formatTime, pageString } from "../strings";

const WORKER = "/service-worker.js";

export function installed(signal: AbortSignal): void {
  if (!("serviceWorker" in navigator)) return;
  showBadge();
  document.addEventListener("htmx:after:settle", showBadge, { signal });
  showSeenAt();
  void register(signal);
}

async function register(signal: AbortSignal): Promise<void> {
  try {
    await navigator.serviceWorker.register(WORKER);
  } catch {
    return; // an address without encryption, say: then Ronde is a page like others
  }
  const registration = await navigator.serviceWorker.getRegistration(); // none where the browser blocks them
  const button = document.querySelector<HTMLButtonElement>("[data-push-subscribe]");
  const takesPush = "PushManager" in window && "Notification" in window;
  if (registration && button && takesPush) await offerPush(button, registration, signal);
}

/** The number beside the inbox, on the app's icon. */
export function showBadge(): void {
  const rail = document.querySelector('[data-goes="inbox"]');
  const number = Number(rail?.querySelector(".rail__count")?.textContent ?? 0);
  if (!rail || !("setAppBadge" in navigator)) return;
  const shown = number ? navigator.setAppBadge(number) : navigator.clearAppBadge();
  shown.catch(() => {});
}

function showSeenAt(): void {
  const seen = document.body.dataset.seenAt;
  const bar = document.getElementById("offline");
  const words = bar?.querySelector("span");
  if (!seen || !bar || !words) return;
  words.textContent = pageString("seenAt").replace("{time}", formatTime(new Date(seen)));
  bar.hidden = false;
}

async function offerPush(
  button: HTMLButtonElement,
  registration: ServiceWorkerRegistration,
  signal: AbortSignal,
): Promise<void> {
  const known = await registration.pushManager.getSubscription();
  button.hidden = false;
  // The address may be another, or the session: what this server knows is made the same.
  if (known && Notification.permission === "granted") await send(button, known);
  button.addEventListener("click", () => void turnOn(button, registration), { signal });
}

export async function turnOn(button: HTMLButtonElement, registration: ServiceWorkerRegistration): Promise<void> {
  const words = document.querySelector("[data-push-words]");
  try {
    if ((await Notification.requestPermission()) !== "granted") throw new Error("not allowed");
    const key = bytesOf(button.dataset.pushSubscribe ?? "");
    const options = { userVisibleOnly: true, applicationServerKey: key };
    await send(button, await registration.pushManager.subscribe(options));
    window.location.reload();
  } catch {
    if (words) words.textContent = button.dataset.refused ?? "";
  }
}

async function send(button: HTMLButtonElement, subscription: PushSubscription): Promise<void> {
  const { endpoint, keys } = subscription.toJSON();
  const headers = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}") as Record<string, string>;
  const body = new URLSearchParams({ endpoint: endpoint ?? "", p256dh: keys?.p256dh ?? "", auth: keys?.auth ?? "" });
  const answer = await fetch(button.dataset.pushUrl ?? "", { method: "POST", headers, body });
  if (!answer.ok) throw new Error(`${answer.status}`);
}

/** The bytes of a key as the server writes it: base64 without what addresses do not take. */
export function bytesOf(key: string): Uint8Array<ArrayBuffer> {
  const whole = key.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(whole), (letter) => letter.charCodeAt(0));
}
