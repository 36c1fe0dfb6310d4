/**
 * `data-loads-again="/address/"` is on the page that the service worker shows in place of one it could not get: as soon
 * as the server answers at that address, what was asked for is loaded. It is asked all the time, as no event tells that
 * a server is back, and a device in a network without one counts as online.
 */
import { waitBefore } from "../reconnect_wait";

const ANSWER_WITHIN_MS = 5_000;
/** Half a second and more: everybody in a building is back online at once, and a page that never comes is no loop. */
const FIRST_TRY = 4;

export function loadsAgain(signal: AbortSignal, reload = () => location.reload()): void {
  const address = document.querySelector<HTMLElement>("[data-loads-again]")?.dataset.loadsAgain;
  // Where somebody has gone to the page's own address, it is what was asked for.
  if (!address || location.pathname === address) return;
  let tries = FIRST_TRY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = async () => {
    const isBack = await answers(address);
    if (signal.aborted) return;
    if (isBack) reload();
    else wait();
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, waitBefore(tries++));
  };
  const askSoon = () => {
    tries = FIRST_TRY;
    wait();
  };
  window.addEventListener("online", askSoon, { signal });
  document.addEventListener("visibilitychange", askSoon, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  wait();
}

/** Whether the server itself answers: a proxy before one that is not there says 502 to 504. */
async function answers(address: string): Promise<boolean> {
  try {
    const late = AbortSignal.timeout(ANSWER_WITHIN_MS);
    // A redirect may lead to another host, a firm's sign-in say, which only a person can follow.
    return (await fetch(address, { method: "HEAD", cache: "no-store", redirect: "manual", signal: late })).status < 500;
  } catch {
    return false;
  }
}
