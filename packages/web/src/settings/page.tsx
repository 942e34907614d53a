/** The person, the language and colours, everything in and out, what this is made with. */
import "../theme/mantine-all.css";
import { Button, SegmentedControl, TextInput, useMantineColorScheme } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload, IconUpload } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { api, downloads } from "../api/client.ts";
import { sessionQuery, useSession } from "../api/queries.ts";
import { useLang } from "../i18n/index.ts";
import common from "../i18n/messages/common.ts";
import settings from "../i18n/messages/settings.ts";
import shell from "../i18n/messages/shell.ts";
import { PageHead, Panel } from "../parts/panel.tsx";
import { AppTools, Brand, chooseLanguage } from "../shell/app-tools.tsx";
import { Failure } from "../shell/error-page.tsx";
import frame from "../shell/shell.module.css";
import { HelpHost, useShortcuts } from "../shell/shortcuts.tsx";
import { LICENCES } from "./licences.ts";
import css from "./settings.module.css";

export default function Settings() {
  return (
    <HelpHost>
      <Content />
    </HelpHost>
  );
}

function Content() {
  const t = settings.useT();
  const s = shell.useT();
  const c = common.useT();
  const navigate = useNavigate();
  const session = useSession();
  useShortcuts({ go: { l: () => void navigate({ to: "/" }) } });
  useEffect(() => {
    document.title = `${s("settings")} — ${c("product")}`;
  }, [s, c]);
  return (
    <>
      <a href="#main" className="skip">
        {s("skip")}
      </a>
      <header className={frame.header}>
        <Brand />
        <span className={frame.grow} />
        <AppTools />
      </header>
      <main id="main" className={css.body} tabIndex={-1}>
        <div style={{ padding: "28px 28px 72px", maxWidth: 816, margin: "0 auto" }}>
          <PageHead title={s("settings")} />
          {session.isError ? (
            <Failure error={session.error} retry={() => void session.refetch()} />
          ) : (
            <div className={css.column}>
              {session.data && <Person name={session.data.person.name} />}
              <Look />
              <Archive />
              <Panel title={t("about")}>
                <dl className={css.facts}>
                  <dt>{t("about.version")}</dt>
                  <dd>{__VERSION__}</dd>
                  {session.data?.database && (
                    <>
                      <dt>{t("about.database")}</dt>
                      <dd>{t(`about.database.${session.data.database}`)}</dd>
                    </>
                  )}
                </dl>
                <p className={css.note}>{t("about.text")}</p>
                <p className={css.note}>{t("about.local")}</p>
              </Panel>
              <Panel title={t("licences")}>
                <p className={css.note}>
                  {t("licences.own")} {t("licences.others")}
                </p>
                <ul className={css.licences}>
                  {LICENCES.map(([name, licence]) => (
                    <li key={name}>
                      {name} <span>{licence}</span>
                    </li>
                  ))}
                </ul>
              </Panel>
            </div>
          )}
        </div>
      </main>
    </>
  );
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function Person({ name }: { name: string }) {
  const t = settings.useT();
  const c = common.useT();
  const client = useQueryClient();
  const [value, setValue] = useState(name);
  const isMissing = value.trim() === "";
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (isMissing) return;
    try {
      await api.updateSession({ name: value.trim() });
      await client.invalidateQueries(sessionQuery);
      notifications.show({ message: t("person.saved") });
    } catch (error) {
      notifications.show({ color: "red", message: t("failed", { reason: reasonOf(error) }) });
    }
  };
  return (
    <Panel title={t("person")}>
      <form className={css.row} onSubmit={(event) => void save(event)}>
        <TextInput
          label={t("person.name")}
          description={t("person.hint")}
          value={value}
          maxLength={200}
          error={isMissing ? t("person.missing") : undefined}
          onChange={(e) => setValue(e.currentTarget.value)}
        />
        <Button type="submit" disabled={isMissing || value.trim() === name}>
          {c("save")}
        </Button>
      </form>
    </Panel>
  );
}

function Look() {
  const t = settings.useT();
  const lang = useLang();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Panel title={t("look")}>
      <div className={css.fields}>
        <div>
          <div className={css.label}>{t("language")}</div>
          <SegmentedControl
            aria-label={t("language")}
            value={lang}
            onChange={(value) => {
              const next = value === "en" ? "en" : "ja";
              chooseLanguage(next);
              void api.updateSession({ language: next }).catch(() => undefined);
            }}
            data={[
              { value: "ja", label: "日本語" },
              { value: "en", label: "English" },
            ]}
          />
        </div>
        <div>
          <div className={css.label}>{t("scheme")}</div>
          <SegmentedControl
            aria-label={t("scheme")}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as "light" | "dark" | "auto")}
            data={(["light", "dark", "auto"] as const).map((value) => ({
              value,
              label: t(`scheme.${value}`),
            }))}
          />
        </div>
      </div>
    </Panel>
  );
}

function Archive() {
  const t = settings.useT();
  const client = useQueryClient();
  const field = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    try {
      await api.importArchive(file);
      await client.invalidateQueries();
      notifications.show({ message: t("archive.imported") });
    } catch (error) {
      notifications.show({
        color: "red",
        autoClose: 12_000,
        message: t("archive.failed", { reason: reasonOf(error) }),
      });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Panel title={t("archive")}>
      <p className={css.note}>{t("archive.text")}</p>
      <div className={css.archive}>
        <Button component="a" href={downloads.archive} download leftSection={<IconDownload size={17} />}>
          {t("archive.export")}
        </Button>
        <Button
          variant="default"
          leftSection={<IconUpload size={17} />}
          loading={busy}
          onClick={() => field.current?.click()}
        >
          {t("archive.import")}
        </Button>
        <input
          ref={field}
          type="file"
          accept=".zip,application/zip"
          hidden
          aria-label={t("archive.import")}
          onChange={(e) => {
            void take(e.currentTarget.files?.[0]);
            e.currentTarget.value = "";
          }}
        />
      </div>
      <p className={css.note}>{t("archive.import.hint")}</p>
    </Panel>
  );
}
