import common from "../../i18n/messages/common.ts";
import { Page, PageHead } from "../../parts/index.ts";

export default function Overview() {
  const c = common.useT();
  return (
    <Page>
      <PageHead title={c("step.0")} />
    </Page>
  );
}
