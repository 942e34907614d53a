import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};
const server = process.env["SEIZA_SERVER"] ?? "http://127.0.0.1:7391";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  define: { __VERSION__: JSON.stringify(version) },
  worker: { format: "es" },
  server: { host: "127.0.0.1", proxy: { "/api": { target: server } } },
  build: {
    target: "es2023",
    outDir: "dist",
    emptyOutDir: true,
    sourcemap: false,
    assetsInlineLimit: 0,
    // The layout engine and the analysis are loaded by workers, when they are needed.
    chunkSizeWarningLimit: 1600,
  },
});
