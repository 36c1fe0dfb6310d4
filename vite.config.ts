/** The front end's build: one entry and the service worker, hashed files in static/dist, a manifest for the templates. */
import { availableParallelism } from "node:os";
import type { Emoji } from "emojibase";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Chunks of which a document's page uses nearly all as it opens; `main` and `strings` are of every page. */
const EAGER_CHUNKS = ["main", "editor", "schema", "strings", "random"];
const HINT = "//# allFunctionsCalledOnLoad\n";

/** Let V8 compile these whole, beside the page, and keep what it compiled: 30 ms of each opening of a document. */
function compileEagerly(): Plugin {
  const generateBundle: Plugin["generateBundle"] = function (_options, bundle) {
    const chunks = Object.values(bundle).filter((one) => one.type === "chunk");
    for (const name of EAGER_CHUNKS) {
      const chunk = chunks.find((one) => one.name === name);
      if (!chunk) return this.error(`There is no chunk ${name} any more; see EAGER_CHUNKS.`);
      chunk.code = HINT + chunk.code;
    }
  };
  return {
    name: "compile-eagerly",
    augmentChunkHash: ({ name }) => (EAGER_CHUNKS.includes(name) ? HINT : undefined),
    generateBundle: { order: "post", handler: generateBundle },
  };
}

/** Emoji up to this version are drawn by the fonts of systems that are five years old. */
const EMOJI_VERSION = 14;
const COMPONENTS = 2;

/** Keep of emojibase's data what `behaviours/emoji.ts` reads, a fifth of it, in Unicode's order; men and women are one with the person. */
function keepEmojiNames(): Plugin {
  const handler = (code: string): string => {
    const all = JSON.parse(code) as Emoji[];
    const kept = all.filter(
      ({ group, gender, version }) =>
        group !== undefined && group !== COMPONENTS && gender === undefined && version <= EMOJI_VERSION,
    );
    kept.sort((one, other) => (one.order ?? 0) - (other.order ?? 0));
    return JSON.stringify(kept.map(({ emoji, label, tags }) => ({ emoji, label, tags })));
  };
  return {
    name: "keep-emoji-names",
    enforce: "pre",
    transform: { filter: { id: /emojibase-data\/\w\w\/data\.json$/ }, handler },
  };
}

export default defineConfig({
  base: "/static/dist/",
  publicDir: false,
  plugins: [compileEagerly(), keepEmojiNames()],
  // The manifest names files by their paths in this tree, also where node_modules is a symbolic link.
  resolve: { preserveSymlinks: !process.env.VITEST },
  build: {
    outDir: "static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "baseline-widely-available",
    // Looking for the links of what is loaded ahead would walk the page at each import: a long text costs 20 ms.
    modulePreload: false,
    // These support light-dark() and :has(); for older ones it would be rewritten to ignore data-scheme.
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    // Fonts stay files: the content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    rollupOptions: { input: ["frontend/main.ts", "frontend/service_worker.ts", "frontend/diagrams/frame.ts"] },
  },
  server: { host: "127.0.0.1", port: 5173, strictPort: true },
  test: {
    environment: "jsdom",
    // Each test file has a page of its own; jsdom is loaded once a thread, not once a file. With a single thread, as
    // Vitest would choose on two cores, all files would share one page (frontend/tests/setup.ts refuses that).
    pool: "vmThreads",
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 30_000, // for what hangs: how soon something comes, a test says itself
    setupFiles: ["frontend/tests/setup.ts"],
    include: ["frontend/tests/**/*.test.ts"],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
