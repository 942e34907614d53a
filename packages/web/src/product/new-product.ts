/** Where a product comes from: nothing, an example, or a file that people have. */
import { PRODUCT_DOCUMENT_FORMAT, type ProductDocument } from "@seiza/conformance";
import { productsApi } from "../api/products.ts";
import type { StudyText } from "../api/types.ts";
import { readText } from "./judge.ts";

export type Start = "scratch" | "camera" | "thermostat";

const SCRATCH = {
  ja: `# 製品の申告。分かったところから書き足してください。
seiza: product/1
product:
  name: { ja: 新しい製品 }
  model: 型式番号
  vendor: { name: { ja: 製造業者名 } }
  firmware: { version: "1.0.0" }
interfaces: []
authentication: []
assets: []
`,
  en: `# Declaration of a product. Fill it in as you learn more.
seiza: product/1
product:
  name: { en: New product }
  model: MODEL-NUMBER
  vendor: { name: { en: Vendor } }
  firmware: { version: "1.0.0" }
interfaces: []
authentication: []
assets: []
`,
};

export async function textOf(start: Start, lang: "ja" | "en"): Promise<string> {
  if (start === "camera")
    return (await import("../../../../examples/products/camera/product.yaml?raw")).default;
  if (start === "thermostat")
    return (await import("../../../../examples/products/thermostat/product.yaml?raw")).default;
  return SCRATCH[lang];
}

/** The name that a text gives its product, or the one given. */
export function nameOf(text: string, today: string): StudyText | undefined {
  return readText(text, today).declaration?.product.name;
}
export const documentOf = (text: string): ProductDocument => ({
  seiza: PRODUCT_DOCUMENT_FORMAT,
  text,
  statements: [],
});
export const create = (text: string, fallback: string, today: string) =>
  productsApi.create({ name: nameOf(text, today) ?? fallback, document: documentOf(text) });
