import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "../api/client.ts";
import shell from "../i18n/messages/shell.ts";
import { Page, PageHead } from "../parts/panel.tsx";
import { Words } from "../parts/words.tsx";
import { AppTools, Brand } from "../shell/app-tools.tsx";
import { Failure } from "../shell/error-page.tsx";
import css from "../shell/shell.module.css";
import { HelpHost } from "../shell/shortcuts.tsx";

export default function Home() {
  const t = shell.useT();
  const studies = useQuery({ queryKey: ["studies"], queryFn: () => api.studies({ limit: 50 }) });
  return (
    <HelpHost>
      <header className={css.header}>
        <Brand />
        <span className={css.grow} />
        <AppTools />
      </header>
      <main>
        <Page>
          <PageHead title={t("home")} />
          {studies.isError && <Failure error={studies.error} retry={() => void studies.refetch()} />}
          <ul>
            {studies.data?.items.map((head) => (
              <li key={head.id}>
                <Link to="/studies/$id" params={{ id: head.id }}>
                  <Words of={head.name} />
                </Link>
              </li>
            ))}
          </ul>
        </Page>
      </main>
    </HelpHost>
  );
}
