/** Which upload a file on this device belongs to, so that it goes on after a reload; forgotten when it is done. */

/** What a file is attached to: `{kind: "document", id: …}`, or where what it is for will be made (`topic`, `project`). */
export type UploadTarget = { kind: string; id: string };

const KEY = "ronde:uploads";
const MOST = 50;

export function knownUpload(file: File, on: UploadTarget): string | undefined {
  return new Map(all()).get(nameOf(file, on));
}

export function rememberUpload(file: File, on: UploadTarget, id: string): void {
  const name = nameOf(file, on);
  save([...all().filter(([known]) => known !== name), [name, id]]);
}

export function forgetUpload(file: File, on: UploadTarget): void {
  const name = nameOf(file, on);
  save(all().filter(([known]) => known !== name));
}

function nameOf(file: File, on: UploadTarget): string {
  return [on.kind, on.id, file.name, file.size, file.lastModified].join("\n");
}

function all(): [string, string][] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? (found as [string, string][]) : [];
  } catch {
    return []; // private mode, or another person's value
  }
}

function save(uploads: [string, string][]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(uploads.slice(-MOST)));
  } catch {
    // full or forbidden: a reload begins anew
  }
}
