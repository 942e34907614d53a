/** The declaration's form on an empty page, with the text kept by the page alone. */
import "../../src/theme/mantine.css";
import "../../src/theme/base.css";
import { MantineProvider } from "@mantine/core";
import { builtinCatalog } from "@seiza/catalog/builtin";
import { readDeclaration } from "@seiza/conformance";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { DeclarationForm } from "../../src/product/form/declaration-form.tsx";
import { theme } from "../../src/theme/theme.ts";

declare global {
  interface Window {
    /** Set before the page's script runs. */
    begin: { text: string; start?: string; scheme?: "light" | "dark"; readOnly?: boolean };
    declared: { text: string; set(text: string): void };
  }
}

function Stage() {
  const { begin } = window;
  const [text, setText] = useState(begin.text);
  window.declared = { text, set: setText };
  const { diagnostics } = readDeclaration(text, "product.yaml", {
    catalog: builtinCatalog(),
    today: "2026-11-25",
  });
  return (
    <main style={{ padding: 20 }}>
      <h1>Seiza</h1>
      <DeclarationForm
        text={text}
        onText={setText}
        diagnostics={diagnostics}
        today="2026-11-25"
        readOnly={begin.readOnly ?? false}
        start={(begin.start ?? "product") as "product"}
      />
    </main>
  );
}
createRoot(document.getElementById("root") as HTMLElement).render(
  <MantineProvider theme={theme} forceColorScheme={window.begin.scheme ?? "light"}>
    <Stage />
  </MantineProvider>,
);
