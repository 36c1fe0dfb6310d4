// Processor seconds and memory of processes and of all they started, read from /proc (Linux).
import fs from "node:fs";

const TICKS_A_SECOND = 100; // on every common build of Linux

function stat(pid) {
  try {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop().split(" ").map(Number);
    return { parent: fields[1], own: fields[11] + fields[12], ended: fields[13] + fields[14] };
  } catch {
    return null; // it has ended meanwhile
  }
}

// These processes and all they started that still run.
function family(roots) {
  const all = new Map();
  for (const name of fs.readdirSync("/proc")) {
    const found = /^\d+$/.test(name) ? stat(name) : null;
    if (found) all.set(Number(name), found);
  }
  const found = new Map();
  const todo = [...roots];
  for (const pid of todo) {
    for (const [child, { parent }] of all) if (parent === pid) todo.push(child);
    if (all.has(pid)) found.set(pid, all.get(pid));
  }
  return found;
}

export function secondsOf(roots) {
  let ticks = 0;
  // Children that have ended are counted by their parent, as long as it lives.
  for (const { own, ended } of family(roots).values()) ticks += own + ended;
  return ticks / TICKS_A_SECOND;
}

// What they hold in memory that no other process shares, in bytes.
export function bytesOf(roots) {
  let kib = 0;
  for (const pid of family(roots).keys()) {
    try {
      const [, anonymous] = /^RssAnon:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"));
      kib += Number(anonymous);
    } catch {
      // it has ended meanwhile
    }
  }
  return kib * 1024;
}
