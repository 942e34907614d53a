import { Button } from "@mantine/core";
import { IconLock, IconMoodPuzzled, IconPlugConnectedX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { ApiError, Unreachable } from "../api/client.ts";
import common from "../i18n/messages/common.ts";
import { EmptyState } from "../parts/panel.tsx";
import css from "./shell.module.css";

/** What went wrong, in words, and the way on. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = common.useT();
  const again = (
    <Button variant="light" onClick={retry ?? (() => location.reload())}>
      {t(retry ? "retry" : "error.reload")}
    </Button>
  );
  const toHome = (
    <Button component={Link} to="/" variant="light">
      {t("error.home")}
    </Button>
  );
  if (error instanceof Unreachable)
    return (
      <EmptyState icon={<IconPlugConnectedX size={28} />} title={t("error.unreachable")} action={again} />
    );
  if (error instanceof ApiError && (error.status === 401 || error.status === 403))
    return (
      <EmptyState
        icon={<IconLock size={28} />}
        title={t("error.session")}
        text={t("error.session.text")}
        action={again}
      />
    );
  if (error instanceof ApiError && (error.status === 404 || error.status === 410))
    return (
      <EmptyState
        icon={<IconMoodPuzzled size={28} />}
        title={t("error.notFound")}
        text={t("error.notFound.text")}
        action={toHome}
      />
    );
  return (
    <EmptyState
      icon={<IconMoodPuzzled size={28} />}
      title={t("error.unexpected")}
      text={error instanceof Error ? error.message : String(error)}
      action={again}
    />
  );
}

export function ErrorPage({ error }: { error: unknown }) {
  return (
    <main className={css.message}>
      <Failure error={error} />
    </main>
  );
}
export function NotFoundPage() {
  const t = common.useT();
  return (
    <main className={css.message}>
      <EmptyState
        icon={<IconMoodPuzzled size={28} />}
        title={t("error.notFound")}
        text={t("error.notFound.text")}
        action={
          <Button component={Link} to="/" variant="light">
            {t("error.home")}
          </Button>
        }
      />
    </main>
  );
}
