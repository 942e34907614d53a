import "./theme/mantine.css";
import "./theme/base.css";
import { startTransition } from "react";
import { createRoot } from "react-dom/client";
import { api } from "./api/client.ts";
import { App } from "./app.tsx";
import { onceAtRest } from "./theme/at-rest.ts";

/** The start link carries a one-time token; it is exchanged for a session and leaves the address at once. */
async function begin(): Promise<void> {
  const url = new URL(location.href);
  const token = url.searchParams.get("token");
  if (token === null) return;
  url.searchParams.delete("token");
  history.replaceState(history.state, "", url);
  try {
    await api.begin(token);
  } catch {
    // A used token with a living session is fine; without one, the first request says so.
  }
}

await begin();
const root = createRoot(document.getElementById("root") as HTMLElement);
// Drawn in short pieces: the browser paints and answers between them.
startTransition(() => root.render(<App />));
// The text is readable before its typeface is there; what the page shows first comes first.
onceAtRest(() => void import("./theme/fonts.ts"));
