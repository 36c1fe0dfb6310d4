// Serve with Hocuspocus: hocuspocus.mjs PORT [SQLITE-FILE [WAIT-MS]]. It writes a document so long after a change, and two
// seconds if nothing is said. With 0 it writes at each change, which is as near to durable as its settings go: it answers
// first all the same.
import { SQLite } from "@hocuspocus/extension-sqlite";
import { Server } from "@hocuspocus/server";

const [port, database, wait] = process.argv.slice(2);
const extensions = database ? [new SQLite({ database })] : [];
const writing = wait === undefined ? {} : { debounce: Number(wait), maxDebounce: Number(wait) };
new Server({ port: Number(port), address: "127.0.0.1", quiet: true, extensions, ...writing }).listen();
