/** A declaration that was begun, as text to go on with. */
import { stringify } from "yaml";

/** YAML with a head that says what is still missing, as JSON pointers. */
export function productYaml(declaration: unknown, missing: readonly string[], lang: "ja" | "en"): string {
  const head =
    lang === "ja"
      ? [
          "# IXIT の表から作った申告の書きかけです。すべての値を確かめてください。",
          ...(missing.length > 0 ? [`# 補うもの: ${missing.join("、")}`] : []),
        ]
      : [
          "# A declaration begun from IXIT tables. Check every value.",
          ...(missing.length > 0 ? [`# To be filled in: ${missing.join(", ")}`] : []),
        ];
  return `${head.join("\n")}\n${stringify(declaration, { lineWidth: 100, aliasDuplicateObjects: false })}`;
}
