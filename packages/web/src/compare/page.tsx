import shell from "../i18n/messages/shell.ts";
import { Page, PageHead } from "../parts/index.ts";

export default function Compare() {
  const t = shell.useT();
  return (
    <Page>
      <PageHead title={t("compare")} />
    </Page>
  );
}
