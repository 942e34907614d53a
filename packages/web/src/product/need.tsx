/** One thing that would settle something, with the way to it. */
import { type Need, say } from "@seiza/conformance";
import { IconFileDescription, IconForms, IconPlayerPlay, IconUserQuestion } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import words from "../i18n/messages/products.ts";
import { useWords } from "../i18n/words.ts";
import { useJudging, useProduct } from "./context.tsx";
import css from "./product.module.css";
import { StatementDialog } from "./statement-dialog.tsx";

const ICON = {
  declare: IconForms,
  file: IconFileDescription,
  "run-check": IconPlayerPlay,
  person: IconUserQuestion,
} as const satisfies Record<Need["kind"], unknown>;

export function NeedLine({ need, criterion }: { need: Need; criterion: string }) {
  const t = words.useT();
  const w = useWords();
  const id = useProduct((s) => s.id);
  const { read } = useJudging();
  const [judging, setJudging] = useState(false);
  const Icon = ICON[need.kind];
  const said = w(say(need));
  return (
    <div className={css.need}>
      <Icon size={17} stroke={1.8} aria-hidden="true" />
      <span className={css.needText}>
        <small>{t(`need.kind.${need.kind}`)}</small>
        {said}
      </span>
      {need.kind === "person" && read.declaration && (
        <button
          type="button"
          className={css.act}
          aria-label={t("statement.makeOf", { need: said })}
          onClick={() => setJudging(true)}
        >
          {t("statement.make")}
        </button>
      )}
      {need.kind === "declare" && (
        <Link to="/products/$id/declaration" params={{ id }} className={css.act}>
          {t("need.declare")}
        </Link>
      )}
      {need.kind === "run-check" && <code className={css.check}>{need.about}</code>}
      {judging && (
        <StatementDialog
          criterion={criterion}
          abouts={[need.about]}
          question={said}
          onClose={() => setJudging(false)}
        />
      )}
    </div>
  );
}
