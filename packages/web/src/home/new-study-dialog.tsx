import { Button, Group, Loader, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Opened } from "../api/client.ts";
import { templatesQuery } from "../api/queries.ts";
import type { Template } from "../api/types.ts";
import { useLang } from "../i18n/index.ts";
import common from "../i18n/messages/common.ts";
import homeWords from "../i18n/messages/home.ts";
import { useWords } from "../i18n/words.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Picture } from "../parts/picture.tsx";
import { Failure } from "../shell/error-page.tsx";
import css from "./home.module.css";

/** A study from a starter or an example. */
export default function NewStudyDialog({
  onClose,
  onCreated,
}: {
  onClose: () => void;
  onCreated: (made: Opened) => void;
}) {
  const t = homeWords.useT();
  const c = common.useT();
  const w = useWords();
  const lang = useLang();
  const templates = useQuery(templatesQuery);
  const [chosen, setChosen] = useState<string>();
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const ofKind = (kind: Template["kind"]) => templates.data?.filter((x) => x.kind === kind) ?? [];
  const order = [...ofKind("starter"), ...ofKind("example")];
  const create = async () => {
    if (chosen === undefined) return;
    setBusy(true);
    const own = name.trim();
    try {
      onCreated(
        await api.create({
          template: chosen,
          ...(own === "" ? {} : { name: lang === "ja" ? { ja: own } : { en: own } }),
        }),
      );
    } catch (reason) {
      setError(t("failed", { reason: reason instanceof Error ? reason.message : String(reason) }));
      setBusy(false);
    }
  };
  const choice = (x: Template) => (
    <button
      key={x.id}
      type="button"
      role="radio"
      aria-checked={chosen === x.id}
      tabIndex={chosen === x.id || (chosen === undefined && order[0]?.id === x.id) ? 0 : -1}
      className={css.template}
      onClick={() => setChosen(x.id)}
      onDoubleClick={() => void create()}
      onKeyDown={(event) => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        const at = order.findIndex((o) => o.id === x.id);
        const next = order[(at + step + order.length) % order.length];
        if (!next) return;
        setChosen(next.id);
        document.querySelector<HTMLElement>(`[data-template="${CSS.escape(next.id)}"]`)?.focus();
      }}
      data-template={x.id}
    >
      <Picture svg={x.picture} className={css.templatePicture as string} />
      <span className={css.templateText}>
        <strong>{w(x.name)}</strong>
        <span>{w(x.text)}</span>
      </span>
    </button>
  );
  return (
    <Dialog opened onClose={onClose} title={t("new.title")} size={940}>
      <p>{t("new.text")}</p>
      {templates.isPending && <Loader size="sm" aria-label={c("loading")} />}
      {templates.isError && <Failure error={templates.error} retry={() => void templates.refetch()} />}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        {templates.data && (
          <div role="radiogroup" aria-label={t("new.text")}>
            {(["starter", "example"] as const).map((kind) =>
              ofKind(kind).length === 0 ? null : (
                <div key={kind}>
                  <div className={css.kindHead}>
                    <h3>{t(`new.${kind}s`)}</h3>
                    <span>{t(`new.${kind}s.text`)}</span>
                  </div>
                  <div className={css.templates}>{ofKind(kind).map(choice)}</div>
                </div>
              ),
            )}
          </div>
        )}
        <div className={css.newFoot}>
          <TextInput
            label={t("new.name")}
            description={t("new.name.hint")}
            value={name}
            maxLength={2000}
            onChange={(e) => setName(e.currentTarget.value)}
            error={error}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {c("cancel")}
            </Button>
            <Button type="submit" disabled={chosen === undefined} loading={busy}>
              {t("new.create")}
            </Button>
          </Group>
        </div>
      </form>
    </Dialog>
  );
}
