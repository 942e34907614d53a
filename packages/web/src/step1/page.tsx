import common from "../i18n/messages/common.ts";
import steps from "../i18n/messages/steps.ts";
import { Page, PageHead } from "../parts/index.ts";

export default function Step1() {
  const t = steps.useT();
  const c = common.useT();
  return (
    <Page>
      <PageHead mark={c("mark.1")} title={c("step.1")} text={t("text.1")} />
    </Page>
  );
}
