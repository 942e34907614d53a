import common from "../i18n/messages/common.ts";
import steps from "../i18n/messages/steps.ts";
import { Page, PageHead } from "../parts/index.ts";

export default function Step5() {
  const t = steps.useT();
  const c = common.useT();
  return (
    <Page>
      <PageHead mark={c("mark.5")} title={c("step.5")} text={t("text.5")} />
    </Page>
  );
}
