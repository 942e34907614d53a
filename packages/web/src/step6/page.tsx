import common from "../i18n/messages/common.ts";
import steps from "../i18n/messages/steps.ts";
import { Page, PageHead } from "../parts/index.ts";

export default function Step6() {
  const t = steps.useT();
  const c = common.useT();
  return (
    <Page>
      <PageHead mark={c("mark.6")} title={c("step.6")} text={t("text.6")} />
    </Page>
  );
}
