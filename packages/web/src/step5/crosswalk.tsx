/** Correspondence of the ★1 criteria with schemes abroad; what was verified and what is inferred told apart. */
import { Switch } from "@mantine/core";
import type { Dossier } from "@seiza/dossier";
import { useState } from "react";
import words from "../i18n/messages/step5.ts";
import { useWords } from "../i18n/words.ts";
import { Panel } from "../parts/index.ts";
import css from "./step5.module.css";

const SCHEMES = ["en303645", "nistir8425", "uk-psti", "sg-cls", "eu-red", "eu-cra"] as const;

/** Further fields of a row of the catalogue's crosswalk. */
interface Cross {
  criterion: string;
  scheme: string;
  provisions: string[];
  relation: "same" | "partly" | "none" | string;
  status: "verified" | "inferred";
}

export function Crosswalk({ dossier }: { dossier: Dossier }) {
  const t = words.useT();
  const w = useWords();
  const [onlyVerified, setOnlyVerified] = useState(false);
  const rows = Object.values(dossier.terms["crosswalk"] ?? {});
  const at = new Map(
    rows.map((row) => {
      const cross = row.more as unknown as Cross;
      return [`${cross.criterion}/${cross.scheme}`, { cross, name: row.name }] as const;
    }),
  );
  const criteria = Object.keys(dossier.terms["star1-criteria"] ?? {}).sort();
  return (
    <Panel
      title={t("cross.title")}
      actions={
        <Switch
          size="xs"
          label={t("cross.onlyVerified")}
          checked={onlyVerified}
          onChange={(event) => setOnlyVerified(event.currentTarget.checked)}
        />
      }
    >
      <p className={css.note}>{t("cross.text")}</p>
      <div className={css.scroll} tabIndex={0} role="region" aria-label={t("cross.title")}>
        <table className={css.cross}>
          <thead>
            <tr>
              <th scope="col">{t("cross.criterion")}</th>
              {SCHEMES.map((scheme) => (
                <th key={scheme} scope="col">
                  {t(`scheme.${scheme}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {criteria.map((criterion) => (
              <tr key={criterion}>
                <th scope="row">
                  <code>{criterion}</code> {w(dossier.terms["star1-criteria"]?.[criterion]?.name)}
                </th>
                {SCHEMES.map((scheme) => {
                  const entry = at.get(`${criterion}/${scheme}`);
                  if (!entry || (onlyVerified && entry.cross.status !== "verified"))
                    return (
                      <td key={scheme} className={css.faint}>
                        {entry ? "" : t("cross.missing")}
                      </td>
                    );
                  return (
                    <td key={scheme} title={w(entry.name)}>
                      {entry.cross.relation === "none" ? (
                        t("cross.none")
                      ) : (
                        <>
                          {entry.cross.provisions.join(", ")}
                          {entry.cross.relation === "partly" && <small> ({t("cross.partly")})</small>}
                        </>
                      )}
                      <span className={css.proof} data-status={entry.cross.status}>
                        {t(`cross.${entry.cross.status}`)}
                      </span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
