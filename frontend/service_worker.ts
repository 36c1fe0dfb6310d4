/**
 * Works for all pages of this server, in one file without imports: it shows push notifications and the number that
 * waits on the app's icon; without a connection it shows Today as last seen, and else a page that says so. What it keeps
 * of Today goes when a person signs out here.
 */
type Waits = { waitUntil(work: Promise<unknown>): void };
type Fetching = Event & Waits & { request: Request; respondWith(answer: Promise<Response>): void };
type Pushed = Event & Waits & { data: { json(): PushWords } | null };
type Pressed = Event & Waits & { notification: Notification };
type PushWords = { title: string; body: string; address: string; tag: string; waiting: number };
type Tab = { url: string; focus(): Promise<unknown>; navigate(address: string): Promise<unknown> };
type WorkerScope = {
  registration: ServiceWorkerRegistration;
  location: Location;
  navigator: { setAppBadge?: (number: number) => Promise<void>; clearAppBadge?: () => Promise<void> };
  clients: {
    claim(): Promise<void>;
    matchAll(options: { type: "window" }): Promise<Tab[]>;
    openWindow(address: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(kind: string, listener: (event: never) => void): void;
};

const worker: WorkerScope = self as unknown as WorkerScope;
/** Of the page without a connection and what it needs: only when this script changes do devices take a newer one. */
const ASSETS = "ronde-assets-2";
const TODAY = "ronde-today-1";
const OFFLINE = "/offline/";
/** How often a person began or ended signing out here: what was asked for before is not kept any more. */
let signOuts = 0;

worker.addEventListener("install", (event: Event & Waits) => event.waitUntil(install()));
worker.addEventListener("activate", (event: Event & Waits) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event: Fetching) => answer(event));
worker.addEventListener("push", (event: Pushed) => event.waitUntil(show(event.data?.json())));
worker.addEventListener("notificationclick", (event: Pressed) => event.waitUntil(open(event.notification)));

async function install(): Promise<void> {
  const cache = await caches.open(ASSETS);
  const page = await fetch(OFFLINE, { credentials: "omit" });
  const words = await page.clone().text();
  await cache.put(OFFLINE, page);
  const parts = [...words.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1] ?? "");
  await Promise.allSettled([...new Set(parts)].map((part) => cache.add(part)));
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith("ronde-") && ![ASSETS, TODAY].includes(name));
  await Promise.all(others.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

function answer(event: Fetching): void {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== worker.location.origin) return;
  // The admin's way out as well as ours.
  if (url.pathname.endsWith("/logout/") && request.method === "POST") event.respondWith(signOut(request));
  if (request.method !== "GET") return;
  if (url.pathname.startsWith("/static/")) event.respondWith(asset(request, url));
  else if (request.mode === "navigate") event.respondWith(page(request, url));
}

/** A file of the build has a hash in its name: the one that is kept is the one. Others are asked for first. */
async function asset(request: Request, url: URL): Promise<Response> {
  const cache = await caches.open(ASSETS);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept && url.pathname.startsWith("/static/dist/assets/")) return kept;
  try {
    const found = await fetch(request);
    if (found.ok && found.status === 200) await cache.put(request, found.clone());
    return found;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

/** Until the server has answered it may still show pages, also to another tab: what comes meanwhile is not kept. */
async function signOut(request: Request): Promise<Response> {
  await forget();
  try {
    return await fetch(request);
  } finally {
    await forget();
  }
}

async function forget(): Promise<void> {
  signOuts += 1;
  await caches.delete(TODAY);
}

async function page(request: Request, url: URL): Promise<Response> {
  const before = signOuts;
  try {
    const found = await fetch(request);
    if (isToday(url) && found.ok && !found.redirected) await keep(found.clone(), before).catch(() => {});
    if (url.pathname === "/account/login/") await forget();
    return found;
  } catch {
    const kept = isToday(url) || url.pathname === "/" ? await (await caches.open(TODAY)).match("/") : undefined;
    return kept ? marked(kept) : ((await caches.match(OFFLINE)) ?? Response.error());
  }
}

/** Fails where the device has no room left: the page itself has come all the same. */
async function keep(found: Response, before: number): Promise<void> {
  const cache = await caches.open(TODAY);
  if (before === signOuts) await cache.put("/", found);
}

function isToday(url: URL): boolean {
  return /^\/p\/[^/]+\/$/.test(url.pathname);
}

/** The page as it was, with the time it is of. */
async function marked(kept: Response): Promise<Response> {
  const at = new Date(kept.headers.get("Date") ?? Date.now()).toISOString();
  const words = (await kept.text()).replace("<body ", `<body data-seen-at="${at}" `);
  return new Response(words, { headers: kept.headers });
}

async function show(words: PushWords | undefined): Promise<void> {
  if (!words) return;
  const { title, body, tag, address, waiting } = words;
  const icon = "/static/icons/app-192.png";
  await worker.registration.showNotification(title, { body, tag, icon, data: { address } });
  await (waiting ? worker.navigator.setAppBadge?.(waiting) : worker.navigator.clearAppBadge?.());
}

async function open(notification: Notification): Promise<void> {
  notification.close();
  const { address } = notification.data as { address: string };
  const url = new URL(address, worker.location.origin);
  if (url.origin !== worker.location.origin) return;
  const [tab] = await worker.clients.matchAll({ type: "window" });
  await (tab ? tab.navigate(url.href).then(() => tab.focus()) : worker.clients.openWindow(url.href));
}
