/** Several files as one ZIP, as they are: it is sent in pieces, and read on the server. */

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
/** The first of January 1980: whoever reads it takes no time from it. */
const DAY = 0x0021;

/** One file as it is; several as a ZIP, under the paths that they had in their folder. */
export async function packed(files: readonly File[]): Promise<File> {
  const [first] = files;
  if (first && files.length === 1) return first;
  const parts: BlobPart[] = [];
  const list: BlobPart[] = [];
  const taken = new Set<string>();
  let [at, listed] = [0, 0];
  for (const file of files) {
    const path = unique(file.webkitRelativePath || file.name, taken);
    const name = new TextEncoder().encode(path);
    const sum = crc32(new Uint8Array(await file.arrayBuffer()));
    const said = [VERSION, FLAGS, 0, 0, DAY] as const;
    const head = record([[LOCAL], said, [sum, file.size, file.size], [name.length, 0]]);
    const entry = record([
      [CENTRAL],
      [VERSION, ...said],
      [sum, file.size, file.size],
      [name.length, 0, 0, 0, 0],
      [0, at],
    ]);
    parts.push(head, name, file);
    list.push(entry, name);
    at += head.length + name.length + file.size;
    listed += entry.length + name.length;
  }
  const end = record([[END], [0, 0, files.length, files.length], [listed, at], [0]]);
  const folder = first?.webkitRelativePath?.split("/")[0] || `${files.length}`;
  // The same files chosen again go on where they were.
  const lastModified = Math.max(...files.map((file) => file.lastModified));
  return new File([...parts, ...list, end], `${folder}.zip`, { type: "application/zip", lastModified });
}

/** Groups of numbers, by turns of four bytes and of two. */
function record(groups: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  const size = groups.reduce((sum, group, turn) => sum + group.length * (turn % 2 ? 2 : 4), 0);
  const bytes = new DataView(new ArrayBuffer(size));
  let at = 0;
  for (const [turn, group] of groups.entries()) {
    for (const value of group) {
      if (turn % 2) bytes.setUint16(at, value, true);
      else bytes.setUint32(at, value, true);
      at += turn % 2 ? 2 : 4;
    }
  }
  return new Uint8Array(bytes.buffer);
}

function unique(path: string, taken: Set<string>): string {
  const dot = path.lastIndexOf(".");
  const [stem, ending] = dot > path.lastIndexOf("/") + 1 ? [path.slice(0, dot), path.slice(dot)] : [path, ""];
  let found = path;
  for (let number = 2; taken.has(found); number += 1) found = `${stem}-${number}${ending}`;
  taken.add(found);
  return found;
}

const TABLE = Uint32Array.from({ length: 256 }, (_one, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (TABLE[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
