import { Button, Group } from "@mantine/core";
import type { StudyDiff } from "@seiza/model";
import { useEffect, useState } from "react";
import { api } from "../api/client.ts";
import common from "../i18n/messages/common.ts";
import shell from "../i18n/messages/shell.ts";
import { useFormats } from "../i18n/words.ts";
import { Dialog } from "../parts/dialog.tsx";
import { DiffList } from "../parts/diff-list.tsx";
import { useStudy } from "../study/context.tsx";
import css from "./shell.module.css";

interface Sides {
  mine: StudyDiff;
  theirs: StudyDiff;
}

/** Two windows changed the study: what each changed since their common revision, and which to go on with. */
export default function ConflictDialog({ onClose }: { onClose: () => void }) {
  const t = shell.useT();
  const c = common.useT();
  const { moment } = useFormats();
  const id = useStudy((s) => s.id);
  const conflict = useStudy((s) => s.conflict);
  const study = useStudy((s) => s.study);
  const revision = useStudy((s) => s.head.revision);
  const settle = useStudy((s) => s.settle);
  const worker = useStudy((s) => s.worker);
  const [sides, setSides] = useState<Sides>();
  useEffect(() => {
    let isGone = false;
    if (!conflict) return;
    const { theirs } = conflict;
    api
      .revision(id, conflict.since ?? revision)
      .then(({ study: common }) => Promise.all([worker.diff(common, study), worker.diff(common, theirs)]))
      .then(
        ([mine, other]) => {
          if (!isGone) setSides({ mine, theirs: other });
        },
        () => undefined,
      );
    return () => {
      isGone = true;
    };
  }, [conflict, id, revision, study, worker]);
  if (!conflict) return null;
  const { head } = conflict;
  const choose = (choice: "mine" | "theirs") => () => {
    settle(choice);
    onClose();
  };
  const saveMine = async () => {
    const text = await worker.text(study, "yaml");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
    link.download = `${study.system.id}.yaml`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const list = (diff: StudyDiff | undefined) => (
    <div className={css.conflictList}>
      {diff === undefined ? (
        <p className={css.kind}>{c("loading")}</p>
      ) : diff.length === 0 ? (
        <p className={css.kind}>{t("conflict.same")}</p>
      ) : (
        <DiffList diff={diff} most={80} />
      )}
    </div>
  );
  return (
    <Dialog opened onClose={onClose} title={t("conflict.title")} size={860}>
      <p>
        {t("conflict.text", {
          by: head.updatedBy.name,
          at: moment(head.updatedAt),
          revision: head.revision,
        })}
      </p>
      <div className={css.conflict}>
        <section className={css.conflictSide}>
          <h3>{t("conflict.mine")}</h3>
          {list(sides?.mine)}
          <Button onClick={choose("mine")}>{t("conflict.keepMine")}</Button>
          <p className={css.conflictHint}>{t("conflict.keepMine.hint")}</p>
        </section>
        <section className={css.conflictSide}>
          <h3>{t("conflict.theirs", { by: head.updatedBy.name })}</h3>
          {list(sides?.theirs)}
          <Button variant="default" onClick={choose("theirs")}>
            {t("conflict.takeTheirs")}
          </Button>
          <p className={css.conflictHint}>{t("conflict.takeTheirs.hint")}</p>
        </section>
      </div>
      <Group justify="space-between">
        <Button variant="subtle" onClick={() => void saveMine()}>
          {t("conflict.saveCopy")}
        </Button>
        <Button variant="subtle" color="gray" onClick={onClose}>
          {t("conflict.later")}
        </Button>
      </Group>
    </Dialog>
  );
}
