/** How the front end is built: one entry, hashed files in static/dist, a manifest for the templates. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/static/dist/",
  publicDir: false,
  // Also where node_modules is a link (several working trees beside each other), the manifest names files as they are here.
  resolve: { preserveSymlinks: !process.env.VITEST },
  build: {
    outDir: "static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "baseline-widely-available",
    // These know light-dark() and :has(); below them it would be rewritten into something that ignores data-scheme.
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    // Fonts stay files: a data: address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    rollupOptions: { input: "frontend/main.ts" },
  },
  server: { host: "127.0.0.1", port: 5173, strictPort: true },
  test: {
    environment: "jsdom",
    // Each file has a world of its own, and all worlds of a thread share what jsdom is made of: it is read once, not for each.
    pool: "vmThreads",
    setupFiles: ["frontend/tests/setup.ts"],
    include: ["frontend/tests/**/*.test.ts"],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
