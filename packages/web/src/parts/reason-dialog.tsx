import { Button, Group, Stack, Textarea } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import common from "../i18n/messages/common.ts";
import partsWords from "../i18n/messages/parts.ts";
import { useStudy } from "../study/context.tsx";
import type { NewDecision } from "../study/decisions.ts";
import { Dialog } from "./dialog.tsx";
import css from "./parts.module.css";

/** What is decided; several are one step of undo. */
type Made = Omit<NewDecision, "reason"> | readonly Omit<NewDecision, "reason">[];

/**
 * A judgement of the group with its reason. `decision` is what is decided; fields beside the reason stand in
 * `children`, and whoever shows the dialog keeps them in `decision.set`; the first of them, which has
 * `data-autofocus`, is where the focus begins.
 */
export function ReasonDialog({
  opened,
  onClose,
  title,
  decision,
  confirm,
  children,
  onDone,
  ready = true,
}: {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  decision: Made;
  /** Words of the button; default: record the decision. */
  confirm?: string;
  children?: ReactNode;
  onDone?: () => void;
  /** False while the fields in `children` are not complete. */
  ready?: boolean;
}) {
  return (
    <Dialog opened={opened} onClose={onClose} title={title} size="lg">
      {opened && (
        <Form
          decision={decision}
          ready={ready}
          onClose={onClose}
          {...(confirm === undefined ? {} : { confirm })}
          {...(onDone ? { onDone } : {})}
        >
          {children}
        </Form>
      )}
    </Dialog>
  );
}

function Form({
  decision,
  confirm,
  children,
  onClose,
  onDone,
  ready,
}: {
  decision: Made;
  confirm?: string;
  children?: ReactNode;
  onClose: () => void;
  onDone?: () => void;
  ready: boolean;
}) {
  const t = partsWords.useT();
  const c = common.useT();
  const form = useId();
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const decideAll = useStudy((s) => s.decideAll);
  const person = useStudy((s) => s.person);
  const isMissing = reason.trim() === "";
  return (
    <form
      id={form}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isMissing || !ready) return;
        const all = Array.isArray(decision) ? decision : [decision];
        decideAll(all.map((d) => ({ ...d, reason: reason.trim() })));
        onClose();
        onDone?.();
      }}
    >
      <Stack gap="md">
        {children}
        <Textarea
          label={t("reason.label")}
          description={t("reason.hint")}
          error={isTried && isMissing ? t("reason.missing") : undefined}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={2000}
          required
          data-autofocus
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey))
              event.currentTarget.form?.requestSubmit();
          }}
        />
        <Group justify="space-between">
          <span className={css.reasonBy}>{t("reason.by", { name: person.name })}</span>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {c("cancel")}
            </Button>
            <Button type="submit" disabled={!ready}>
              {confirm ?? t("reason.decide")}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
