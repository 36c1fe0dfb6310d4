/** Hears which threads of a document have changed, and when what was missed has to be fetched. */

export interface Refetch {
  all: () => void;
  one: (thread: string) => void;
}

export function listenToChanges(documentId: string, refetch: Refetch, signal: AbortSignal): void {
  let wasOffline = false;
  document.addEventListener(
    "ronde:changed",
    (event) => {
      const { what = [] } = (event as CustomEvent<{ what?: string[] }>).detail;
      if (what.includes("*")) refetch.all();
      if (!what.includes(`comments:${documentId}`)) return;
      for (const key of what) if (key.startsWith("comment:")) refetch.one(key.slice("comment:".length));
    },
    { signal },
  );
  document.addEventListener(
    "ronde:connection",
    (event) => {
      const { online } = (event as CustomEvent<{ online: boolean }>).detail;
      if (online && wasOffline) refetch.all();
      wasOffline = !online;
    },
    { signal },
  );
}
