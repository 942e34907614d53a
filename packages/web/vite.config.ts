import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  worker: { format: "es" },
  build: { target: "es2023", outDir: "dist", emptyOutDir: true, sourcemap: false },
});
