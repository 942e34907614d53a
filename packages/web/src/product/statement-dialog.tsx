/** A named person's judgement (人による判断), made where the question is asked. */
import { Button, FileInput, Group, NativeSelect, Radio, Stack, Textarea, TextInput } from "@mantine/core";
import type { Statement } from "@seiza/conformance";
import { useState } from "react";
import { productsApi } from "../api/products.ts";
import common from "../i18n/messages/common.ts";
import words from "../i18n/messages/products.ts";
import { Dialog } from "../parts/dialog.tsx";
import { useJudging, useProduct } from "./context.tsx";
import css from "./product.module.css";

const SAYS = ["met", "not-met", "override"] as const;
type Says = (typeof SAYS)[number];

export function StatementDialog({
  criterion,
  abouts,
  question,
  onClose,
}: {
  criterion: string;
  /** Parts or questions that it may answer; of one there is nothing to choose. */
  abouts: readonly string[];
  question: string;
  onClose: () => void;
}) {
  const t = words.useT();
  const c = common.useT();
  const { read, today } = useJudging();
  const id = useProduct((s) => s.id);
  const person = useProduct((s) => s.person);
  const edit = useProduct((s) => s.edit);
  const [about, setAbout] = useState(abouts[0] ?? criterion);
  const [says, setSays] = useState<Says>("met");
  const [text, setText] = useState("");
  const [by, setBy] = useState(person.name);
  const [role, setRole] = useState("");
  const [second, setSecond] = useState("");
  const [date, setDate] = useState(today);
  const [files, setFiles] = useState<File[]>([]);
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<string>();
  const isPartMissing = {
    text: text.trim() === "",
    by: by.trim() === "",
    date: !/^\d{4}-\d{2}-\d{2}$/.test(date) || date > today,
    second: says === "override" && (second.trim() === "" || second.trim() === by.trim()),
  };
  const make = async () => {
    setTried(true);
    const firmware = read.declaration?.product.firmware.version;
    if (Object.values(isPartMissing).some(Boolean) || firmware === undefined) return;
    setBusy(true);
    setError(undefined);
    try {
      const statement: Statement = {
        id: `st-${crypto.randomUUID()}`,
        criterion,
        about,
        says,
        text: text.trim(),
        by: by.trim(),
        ...(role.trim() === "" ? {} : { role: role.trim() }),
        ...(says === "override" ? { secondReader: second.trim() } : {}),
        date,
        cites: [],
        attachments: [],
        firmware,
      };
      for (const file of files) {
        const { sha256, size } = await productsApi.upload(file);
        await productsApi.link(id, sha256, statement.id);
        statement.attachments.push({
          path: file.name,
          sha256,
          bytes: size,
          mediaType: file.type === "" ? "application/octet-stream" : file.type,
        });
      }
      edit((d) => ({ ...d, statements: [...d.statements, statement] }));
      onClose();
    } catch (reason) {
      setError(t("failed", { reason: reason instanceof Error ? reason.message : String(reason) }));
      setBusy(false);
    }
  };
  return (
    <Dialog opened onClose={onClose} title={t("statement.title")} size={640}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <Stack gap="sm">
          <p className={css.question}>
            <b>{criterion}</b> {question}
          </p>
          {abouts.length > 1 && (
            <NativeSelect
              label={t("statement.about")}
              data={[...abouts]}
              value={about}
              onChange={(event) => setAbout(event.currentTarget.value)}
            />
          )}
          <Radio.Group
            label={t("statement.says")}
            value={says}
            onChange={(value) => setSays(SAYS.find((x) => x === value) ?? "met")}
          >
            <Stack gap={6} mt={4}>
              {SAYS.map((x) => (
                <Radio
                  key={x}
                  value={x}
                  label={t(`says.${x}`)}
                  description={x === "override" ? t("says.override.text") : undefined}
                />
              ))}
            </Stack>
          </Radio.Group>
          <Textarea
            label={t("statement.text")}
            description={t("statement.text.hint")}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            maxLength={20_000}
            autosize
            minRows={3}
            maxRows={10}
            required
            data-autofocus
            error={tried && isPartMissing.text ? t("statement.text.missing") : undefined}
          />
          <Group grow align="flex-start">
            <TextInput
              label={t("statement.by")}
              value={by}
              onChange={(event) => setBy(event.currentTarget.value)}
              maxLength={200}
              required
              error={tried && isPartMissing.by ? t("statement.by.missing") : undefined}
            />
            <TextInput
              label={t("statement.role")}
              value={role}
              onChange={(event) => setRole(event.currentTarget.value)}
              maxLength={200}
            />
            <TextInput
              type="date"
              label={t("statement.date")}
              value={date}
              max={today}
              onChange={(event) => setDate(event.currentTarget.value)}
              required
              error={tried && isPartMissing.date ? t("statement.date.missing") : undefined}
            />
          </Group>
          {says === "override" && (
            <TextInput
              label={t("statement.second")}
              value={second}
              onChange={(event) => setSecond(event.currentTarget.value)}
              maxLength={200}
              required
              error={tried && isPartMissing.second ? t("statement.second.missing") : undefined}
            />
          )}
          <FileInput
            label={t("statement.files")}
            description={t("statement.files.choose")}
            multiple
            clearable
            clearButtonProps={{ "aria-label": t("statement.files.clear") }}
            value={files}
            onChange={setFiles}
            error={error}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {c("cancel")}
            </Button>
            <Button type="submit" loading={busy}>
              {t("statement.record")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
