"use strict";
// Checks a record as verify_record.py does, in a browser or in Node, without any library.

const START = "0".repeat(64);

// SHA-256 (FIPS 180-4) of bytes, as 64 hex digits. Browsers offer their own only on some addresses.
const K = (() => {
  const found = [];
  for (let n = 2; found.length < 64; n++) {
    let isPrime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) isPrime = false;
    if (isPrime) found.push(Math.floor((Math.cbrt(n) % 1) * 2 ** 32) | 0);
  }
  return found;
})();

function sha256(bytes) {
  const h = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
  const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, (bytes.length << 3) >>> 0);
  const w = new Int32Array(64);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const a = w[i - 15];
      const b = w[i - 2];
      w[i] = w[i - 16] + w[i - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
    }
    let [a, b, c, d, e, f, g, last] = h;
    for (let i = 0; i < 64; i++) {
      const one = (last + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [last, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, last].forEach((value, i) => {
      h[i] = (h[i] + value) | 0;
    });
  }
  return h.map((value) => (value >>> 0).toString(16).padStart(8, "0")).join("");
}

const utf8 = new TextEncoder();

// By code point, as Python sorts strings.
function inOrder(a, b) {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (left[i] !== right[i]) return left[i].codePointAt(0) - right[i].codePointAt(0);
  }
  return left.length - right.length;
}

// Reads JSON; whole numbers stay the digits they were (a long one would lose its end), fractions are refused.
class Digits {
  constructor(text) {
    this.text = text;
  }
}

function parse(text) {
  let at = 0;
  const fail = () => {
    throw new SyntaxError(`no JSON at ${at}`);
  };
  const match = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) fail();
    at = pattern.lastIndex;
    return found[0];
  };
  const space = () => match(/[ \t\r\n]*/y);
  const list = (end, item) => {
    at++;
    space();
    if (text[at] === end) return void at++;
    for (;;) {
      item();
      space();
      const next = text[at++];
      if (next === end) return;
      if (next !== ",") fail();
      space();
    }
  };
  const string = () => JSON.parse(match(/"(?:[^"\\]|\\.)*"/y));
  const value = () => {
    if (text[at] === '"') return string();
    if (text[at] === "{") {
      const found = new Map();
      list("}", () => {
        const name = string();
        space();
        match(/:/y);
        space();
        found.set(name, value());
      });
      return found;
    }
    if (text[at] === "[") {
      const found = [];
      list("]", () => found.push(value()));
      return found;
    }
    const word = match(/true|false|null|-?[0-9][0-9.eE+-]*/y);
    if (word === "true" || word === "false") return word === "true";
    if (word === "null") return null;
    if (!/^-?[0-9]+$/.test(word)) throw new SyntaxError("a number with a fraction has no canonical form");
    return new Digits(word);
  };
  space();
  const found = value();
  space();
  if (at !== text.length) fail();
  return found;
}

function canonical(value) {
  if (value instanceof Digits) return value.text;
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value instanceof Map) {
    const names = [...value.keys()].sort(inOrder);
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value.get(name))}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

const seal = (previous, fields) => sha256(utf8.encode(`\0${previous}${canonical(fields)}`));
const commitment = (salt, value) => sha256(utf8.encode(`${salt}\0${value}`));

function problemOf(row, expected, before, project) {
  const fields = row.get("fields");
  const seq = Number(fields.get("seq").text);
  if (fields.get("project") !== project) return { code: "project" };
  if (before !== null && seq !== expected) return { code: "missing", what: expected };
  if (before === null && seq < expected) return { code: "order" };
  if (before !== null && row.get("previous") !== before) return { code: "previous" };
  if (seal(row.get("previous"), fields) !== row.get("hash")) return { code: "content" };
  for (const [name, personal] of row.get("personal") ?? []) {
    const committed = fields.get("commitments").get(name);
    if (commitment(personal.get("salt"), personal.get("value")) !== committed) return { code: "personal", what: name };
  }
  return null;
}

function each(kinds, act) {
  for (const [kind, rows] of kinds ?? []) for (const [key, values] of rows) act(kind, key, values);
}

// Takes lines one by one, so that a record of any size is read piece by piece.
class Verifier {
  constructor(heads) {
    this.heads = heads;
    this.expected = 1;
    this.before = START;
    this.seen = 0;
    this.problem = null;
    this.sealed = new Map();
    this.erased = new Set();
    this.found = new Set();
    this.differences = [];
  }

  take(line) {
    if (this.problem || !line.trim()) return;
    const row = parse(line);
    const seq = Number(row.get("fields").get("seq").text);
    const isComplete = this.heads.complete !== false;
    const known = isComplete || seq === this.expected ? this.before : null;
    this.problem = problemOf(row, this.expected, known, this.heads.project);
    if (this.problem) return void (this.problem.seq = seq);
    this.expected = seq + 1;
    this.before = row.get("hash");
    this.seen++;
    const sealed = row.get("fields").get("sealed");
    each(sealed?.get("rows"), (kind, key, values) => {
      const name = `${kind} ${key}`;
      this.sealed.set(name, new Map([...(this.sealed.get(name) ?? []), ...values]));
    });
    each(sealed?.get("erased"), (kind, key, columns) => {
      for (const column of columns) this.erased.add(`${kind} ${key} ${column}`);
    });
  }

  // A line of sealed.jsonl, after all of record.jsonl.
  takeRow(line) {
    if (!line.trim()) return;
    const row = parse(line);
    const kind = row.get("kind");
    const name = `${kind} ${row.get("key")}`;
    const differs = (code, column = "") => this.differences.push({ code, row: name, name: row.get("name"), column });
    this.found.add(name);
    const told = this.sealed.get(name);
    if (!told) return void differs("unsealed");
    for (const [column, digest] of told) {
      const value = row.get("values").get(column);
      const isErased = this.erased.has(`${name} ${column}`) || kind === "message";
      if (!value && this.heads.rows && !isErased) differs("salt", column);
      if (value && commitment(value.get("salt"), value.get("value")) !== digest) differs("value", column);
    }
  }

  endRows() {
    if (!this.heads.rows) return;
    for (const row of this.sealed.keys()) {
      if (!this.found.has(row)) this.differences.push({ code: "gone", row, name: "", column: "" });
    }
  }

  end() {
    const { complete, entries, head } = this.heads;
    if (this.problem || complete === false || (this.expected - 1 === entries && this.before === head)) return;
    this.problem = { code: "head", what: entries, seq: this.expected - 1 };
  }
}

if (typeof module !== "undefined") module.exports = { Verifier, canonical, commitment, parse, seal, sha256 };
