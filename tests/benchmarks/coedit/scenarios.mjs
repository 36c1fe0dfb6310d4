// Runs one scenario against one server: scenarios.mjs '{"scenario": "typing", "server": {...}, ...}'; prints JSON.
import { idle } from "./idle.mjs";
import { replay } from "./replay.mjs";
import { fill, ingest, join } from "./stored.mjs";
import { stuck } from "./stuck.mjs";
import { typing } from "./typing.mjs";

const { scenario, ...options } = JSON.parse(process.argv[2]);
const result = await { typing, ingest, fill, join, replay, stuck, idle }[scenario](options);
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
