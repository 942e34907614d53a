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
    // For the build, which notes what each page needs (scripts/build-web.ts).
    manifest: true,
    sourcemap: false,
    assetsInlineLimit: 0,
    // The layout engine and the analysis are loaded by workers, when they are needed.
    chunkSizeWarningLimit: 1600,
    rolldownOptions: {
      output: {
        // What every page needs in few files: fewer requests before the first page is there.
        codeSplitting: {
          groups: [
            {
              name: "base",
              test: /node_modules[\\/](react|react-dom|scheduler|use-sync-external-store|i18next|react-i18next|html-parse-stringify|void-elements|zustand|@tanstack[\\/](react-router|router-core|history|react-store|store|react-query|query-core))[\\/]/,
            },
            {
              name: "ui",
              test: /node_modules[\\/](@mantine[\\/](hooks|store|notifications)|@mantine[\\/]core[\\/]esm[\\/](core|utils|components[\\/](Button|ActionIcon|UnstyledButton|Loader|Input|InputBase|TextInput|NativeSelect|Tooltip|Floating|Menu|Popover|Modal|ModalBase|Overlay|CloseButton|Portal|Transition|FocusTrap|RemoveScroll|Paper|Box|Group|Notification|ScrollArea)[\\/])|@floating-ui|react-remove-scroll|react-remove-scroll-bar|react-style-singleton|use-callback-ref|use-sidecar|tabbable|clsx|get-nonce)/,
            },
            {
              name: "frame",
              test: /packages[\\/]web[\\/]src[\\/](i18n[\\/](index|words|messages[\\/](common|shell|home|parts|edits))|api[\\/]|theme[\\/]theme|parts[\\/](panel|words|picture|step-dots|dialog)|shell[\\/](app-tools|brand|error-page|shortcuts))/,
            },
          ],
        },
      },
    },
  },
});
