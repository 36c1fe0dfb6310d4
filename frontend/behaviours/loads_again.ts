/**
 * `data-loads-again="/address/"` is on the page that the service worker shows in place of one it could not get: as soon
 * as the server answers at that address, what was asked for is loaded. It is asked all the time, as no event tells that
 * a server is back, and a device in a network without one counts as online.
 */
import { waitBefore } from "../reconnect_wait";

const ANSWER_WITHIN_MS = 5_000;
/** Half a second and more: everyone in a building is back online at once. */
const FIRST_TRY = 4;
/** So often what was asked for is loaded in vain; after that the page waits for whoever reads it. */
const LOADS = 5;

const COUNT = "loads again";
const FORGET_MS = 120_000;

interface Count {
  path: string;
  at: number;
  loads: number;
}

export function loadsAgain(signal: AbortSignal, reload = () => location.reload()): void {
  const address = document.querySelector<HTMLElement>("[data-loads-again]")?.dataset.loadsAgain;
  // Where a person has gone to the page's own address, it is what was asked for.
  if (!address || location.pathname === address) return;
  const loads = countedLoads();
  if (loads >= LOADS) return;
  let tries = FIRST_TRY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = async () => {
    const isBack = await answers(address);
    if (signal.aborted) return;
    if (!isBack) return wait();
    countLoads(loads + 1);
    reload();
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, waitBefore(tries++));
  };
  const askSoon = () => {
    if (document.hidden) return;
    tries = FIRST_TRY;
    wait();
  };
  window.addEventListener("online", askSoon, { signal });
  document.addEventListener("visibilitychange", askSoon, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  wait();
}

/** How often this address was loaded in a row and did not come, within some minutes. */
function countedLoads(): number {
  try {
    const { path, at, loads } = JSON.parse(sessionStorage.getItem(COUNT) ?? "{}") as Partial<Count>;
    return path === location.pathname && Date.now() - Number(at) < FORGET_MS ? Number(loads) : 0;
  } catch {
    return LOADS; // the browser stores nothing: nobody would know when to end
  }
}

function countLoads(loads: number): void {
  sessionStorage.setItem(COUNT, JSON.stringify({ path: location.pathname, at: Date.now(), loads } satisfies Count));
}

/** Whether the server itself answers: a proxy before one that is not there says 502 to 504. */
async function answers(address: string): Promise<boolean> {
  try {
    const late = AbortSignal.timeout(ANSWER_WITHIN_MS);
    // A redirect may lead to another host, a firm's sign-in say, which only a person can follow.
    const asked = { method: "HEAD", cache: "no-store", credentials: "omit", redirect: "manual", signal: late } as const;
    return (await fetch(address, asked)).status < 500;
  } catch {
    return false;
  }
}
