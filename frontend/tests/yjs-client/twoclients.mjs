/**
 * Two stock Yjs clients on two nodes type into one document, and on each node one of ours that counts acknowledgements.
 *
 *   node twoclients.mjs --a ws://127.0.0.1:8001/ws/documents --b ws://127.0.0.1:8002/ws/documents
 *                       --document ID --ticket T [--ticket-b T] [--every MS] [--patience S]
 *
 * On stdout, a JSON object a line: {"event": "ready"} when all four have synced; {"event": "typed", "a": n, "b": n,
 * "ronde": n, "acked": n, "ackedOf": {"r": n, "s": n}} twice a second; {"event": "ronde-cut", "inFlight": n} when one
 * of ours lost its server, with as many edits sent and not acknowledged; {"event": "hurrying"} soon after the line
 * `hurry` on stdin, which lets ours type faster for a second; {"event": "status", "client": "a", "status":
 * "disconnected"}; … The line `finish` on stdin (or its end) stops the typing; when all are equal a fresh joiner opens
 * the document, and the last line is {"event": "result", "equal", "textA", "textB", "textRonde", "textFresh", "xmlA",
 * "xmlB", "xmlFresh",
 * "tokensSent", "acked", "refused", "problems"}. Exit 0 when all texts are equal, every token typed is there exactly
 * once and nothing is left unacknowledged; else 1. Tokens look like `[a0001.5f3c9e]`.
 */
import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { RondeClient } from "./ronde.mjs";

// y-websocket asks the browser's WebSocket for its constants, which Node 20 does not have.
globalThis.WebSocket ??= WebSocket;

const { values: options } = parseArgs({
  options: {
    a: { type: "string" },
    b: { type: "string" },
    document: { type: "string" },
    ticket: { type: "string", default: "" },
    "ticket-b": { type: "string" },
    every: { type: "string", default: "40" },
    patience: { type: "string", default: "30" },
  },
});
const patience = Number(options.patience) * 1000;
const sent = [];
/** Keeps the tokens of runs on one document apart. */
const RUN = randomBytes(3).toString("hex");

const report = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** A stock client. Without BroadcastChannel: in one process the two would sync past the server. */
function stock(name, server, ticket) {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(server, options.document, doc, {
    WebSocketPolyfill: WebSocket,
    params: ticket ? { ticket } : {},
    disableBc: true,
    maxBackoffTime: 1000,
    resyncInterval: 5000,
  });
  provider.on("status", ({ status }) => report({ event: "status", client: name, status }));
  provider.on("closed", ({ code, reason }) => report({ event: "closed", client: name, code, reason }));
  return { name, doc, provider, text: doc.getText("t"), count: 0 };
}

function type(client) {
  client.count += 1;
  const token = `[${client.name}${String(client.count).padStart(4, "0")}.${RUN}]`;
  sent.push(token);
  if (client instanceof RondeClient) return client.type(token);
  const places = [0, ...[...client.text.toString().matchAll(/]/g)].map(({ index }) => index + 1)];
  client.text.insert(places[Math.floor(Math.random() * places.length)], token);
  if (client.count % 25 === 1) paragraph(client.doc, token);
}

function paragraph(doc, words) {
  const element = new Y.XmlElement("paragraph");
  element.insert(0, [new Y.XmlText(words)]);
  doc.getXmlFragment("default").push([element]);
}

/** Lets ours type so fast for a second that some edit is always on its way. */
function hurry(ours) {
  const typing = setInterval(() => ours.forEach(type), 2);
  setTimeout(() => clearInterval(typing), 1000);
  setTimeout(() => report({ event: "hurrying" }), 20);
}

async function until(holds) {
  const end = Date.now() + patience;
  while (!holds()) {
    if (Date.now() > end) return false;
    await new Promise((done) => setTimeout(done, 25));
  }
  return true;
}

const texts = (clients) => clients.map(({ doc }) => `${doc.getText("t")}\n${doc.getXmlFragment("default")}`);
const same = (clients) => new Set(texts(clients)).size === 1;

function problemsOf(clients, ours, wasEqual) {
  const problems = wasEqual ? [] : ["the texts differ"];
  for (const { name, doc } of clients) {
    const found =
      doc
        .getText("t")
        .toString()
        .match(/\[[^\]]*\]/g) ?? [];
    const counts = new Map();
    for (const token of found) counts.set(token, (counts.get(token) ?? 0) + 1);
    const missing = sent.filter((token) => !counts.has(token));
    const twice = sent.filter((token) => counts.get(token) > 1);
    const lost = ours.flatMap(({ acked }) => acked).filter(({ token }) => !counts.has(token));
    if (missing.length > 0) problems.push(`${name} lacks ${missing.slice(0, 10).join("")} (${missing.length})`);
    if (twice.length > 0) problems.push(`${name} has twice ${twice.slice(0, 10).join("")} (${twice.length})`);
    if (lost.length > 0) problems.push(`${name} lacks what was acknowledged (${lost.length})`);
  }
  for (const { pending } of ours) {
    if (pending.size > 0) problems.push(`${pending.size} changes were never acknowledged`);
  }
  return problems;
}

async function main() {
  const a = stock("a", options.a, options.ticket);
  const b = stock("b", options.b, options["ticket-b"] ?? options.ticket);
  const query = (ticket) => (ticket ? `?ticket=${encodeURIComponent(ticket)}` : "");
  const ours = [
    new RondeClient("r", `${options.a}/${options.document}${query(options.ticket)}`, report),
    new RondeClient("s", `${options.b}/${options.document}${query(options["ticket-b"] ?? options.ticket)}`, report),
  ];
  for (const client of ours) client.count = 0;
  const finish = new Promise((done) => {
    const lines = createInterface({ input: process.stdin });
    lines.on("line", (line) => {
      if (line.trim() === "hurry") hurry(ours);
      else if (line.trim() === "finish") done();
    });
    lines.on("close", done);
  });
  const ready = await until(() => a.provider.synced && b.provider.synced && ours.every(({ live }) => live));
  if (!ready) return { equal: false, problems: ["not all clients could sync"] };
  report({ event: "ready" });
  const typing = setInterval(() => [a, b, ...ours].forEach(type), Number(options.every));
  const sum = (number) => ours.reduce((total, client) => total + number(client), 0);
  const progress = setInterval(() => {
    const [ronde, acked] = [sum(({ count }) => count), sum((client) => client.acked.length)];
    const ackedOf = Object.fromEntries(ours.map((client) => [client.name, client.acked.length]));
    report({ event: "typed", a: a.count, b: b.count, ronde, acked, ackedOf });
  }, 500);
  await finish;
  clearInterval(typing);
  clearInterval(progress);
  const allLive = () => ours.every(({ live, pending }) => live && pending.size === 0);
  const full = () => a.provider.synced && b.provider.synced && allLive();
  const arrived = await until(() => full() && same([a, b, ...ours]) && a.text.length >= sent.join("").length);
  const fresh = stock("fresh", options.b, options["ticket-b"] ?? options.ticket);
  const joined = await until(() => fresh.provider.synced && same([a, b, ...ours, fresh]));
  const everybody = [a, b, ...ours, fresh];
  const problems = problemsOf(everybody, ours, arrived && joined);
  const xml = ({ doc }) => doc.getXmlFragment("default").toString();
  const result = {
    equal: same(everybody),
    textA: a.text.toString(),
    textB: b.text.toString(),
    textFresh: fresh.text.toString(),
    xmlA: xml(a),
    xmlB: xml(b),
    xmlFresh: xml(fresh),
    tokensSent: sent,
    acked: ours.flatMap(({ acked }) => acked),
    refused: ours.flatMap(({ refused }) => refused),
    problems,
  };
  for (const client of ours) client.end();
  for (const { provider } of [a, b, fresh]) provider.destroy();
  return result;
}

const result = await main();
process.stdout.write(`${JSON.stringify({ event: "result", ...result })}\n`, () => {
  process.exit(result.problems.length === 0 ? 0 : 1);
});
