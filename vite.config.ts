/** The front end's build: one entry and the service worker, hashed files in static/dist, a manifest for the templates. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/static/dist/",
  publicDir: false,
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
    rollupOptions: { input: ["frontend/main.ts", "frontend/service_worker.ts"] },
  },
  server: { host: "127.0.0.1", port: 5173, strictPort: true },
  test: {
    environment: "jsdom",
    // Each test file has a context of its own; jsdom is loaded once a thread, not once a file.
    pool: "vmThreads",
    setupFiles: ["frontend/tests/setup.ts"],
    include: ["frontend/tests/**/*.test.ts"],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
