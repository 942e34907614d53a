import shell from "../i18n/messages/shell.ts";
import { Page, PageHead } from "../parts/panel.tsx";
import { AppTools, Brand } from "../shell/app-tools.tsx";
import css from "../shell/shell.module.css";
import { HelpHost } from "../shell/shortcuts.tsx";

export default function Settings() {
  const t = shell.useT();
  return (
    <HelpHost>
      <header className={css.header}>
        <Brand />
        <span className={css.grow} />
        <AppTools />
      </header>
      <main>
        <Page>
          <PageHead title={t("settings")} />
        </Page>
      </main>
    </HelpHost>
  );
}
