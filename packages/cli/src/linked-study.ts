/** The study that a declaration names: read from beside it, analysed, reduced to what it asks of the product. */
import { dirname, isAbsolute, join, resolve } from "node:path";
import { analyse } from "@seiza/analysis";
import type { Catalog } from "@seiza/catalog";
import type { Declaration, LinkedStudy } from "@seiza/conformance";
import { sha256 } from "@seiza/conformance/node";
import { assembleDossier, linkableTypes, linkedStudy } from "@seiza/dossier";
import { nearest } from "@seiza/model";
import { readBytes, UserError } from "./files.ts";
import { loadStudy } from "./study.ts";
import { VERSION } from "./version.ts";

/**
 * @param declared path of the declaration; `study.file` is seen from its folder
 * @throws UserError naming file and field: no such file, a study with mistakes, a product type that it does not have
 */
export function studyOf(
  declaration: Declaration,
  declared: string,
  catalog: Catalog,
): LinkedStudy | undefined {
  const { study: named } = declaration;
  if (!named) return undefined;
  const { file, productType } = named;
  if (file === undefined)
    throw new UserError(
      {
        ja: `${declared} の study.workspace が指す検討は、ワークベンチの中にあり、コマンドからは読めません`,
        en: `${declared}: study.workspace names a study of the workbench, which the command cannot read`,
      },
      {
        ja: "その検討を YAML で書き出し、study.file にその場所を書いてください",
        en: "export that study as YAML and write its place in study.file",
      },
    );
  const path = isAbsolute(file) ? file : join(dirname(resolve(declared)), file);
  let bytes: Uint8Array;
  try {
    bytes = readBytes(path);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      {
        ja: `${declared} の study.file「${file}」を読めません: ${error.text.ja}`,
        en: `${declared}: study.file "${file}" cannot be read: ${error.text.en}`,
      },
      {
        ja: "場所は申告のファイルから見て書きます。使わないなら study を消してください",
        en: "the place is seen from the declaration; remove `study` where none is meant",
      },
    );
  }
  const { index, diagnostics } = loadStudy(path, catalog, "quick");
  if (!index) {
    const first = diagnostics.find((d) => d.severity === "error");
    throw new UserError(
      {
        ja: `${declared} の study.file「${file}」の検討に誤りがあり、要件を導けません[${first?.line ?? 1} 行目: ${first?.message.ja ?? ""}]`,
        en: `${declared}: study.file "${file}" has mistakes, so its requirements cannot be derived [line ${first?.line ?? 1}: ${first?.message.en ?? ""}]`,
      },
      {
        ja: `「seiza check ${path}」で確かめて直してください`,
        en: `look with \`seiza check ${path}\` and mend it`,
      },
    );
  }
  const dossier = assembleDossier(analyse(index), VERSION, []);
  const linked = linkedStudy(dossier, productType, {
    id: index.study.system.id,
    sha256: sha256(bytes),
    file,
  });
  if (linked) return linked;
  const types = linkableTypes(dossier);
  const near = nearest(productType, types);
  throw new UserError(
    {
      ja: `${declared} の study.productType「${productType}」は、検討「${file}」の製品類型にありません`,
      en: `${declared}: study.productType "${productType}" is no product type of the study "${file}"`,
    },
    near === undefined
      ? { ja: `あるのは: ${types.join("、")}`, en: `there are: ${types.join(", ")}` }
      : {
          ja: `「${near}」のことでしょうか。あるのは: ${types.join("、")}`,
          en: `did you mean "${near}"? There are: ${types.join(", ")}`,
        },
  );
}
