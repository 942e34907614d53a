/** One entry of the market's figures: a maker, a company that selects products, a guideline. */
import { Button, Group, Modal, NumberInput, Radio, Stack, Textarea, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useLang } from "../i18n/index.ts";
import common from "../i18n/messages/common.ts";
import words from "../i18n/messages/step6.ts";
import { useFormats, useWords, withWords } from "../i18n/words.ts";
import { useStudy } from "../study/context.tsx";
import { type MarketEntry, type MarketList, putEntry, shareOf } from "./market.ts";

export interface Editing {
  list: MarketList;
  /** Place in the study's list; absent for a new one. */
  at?: number;
  /** Rank that a new company begins with. */
  rank?: number;
}

export function MarketDialog({
  editing,
  type,
  onClose,
}: {
  editing: Editing | undefined;
  /** Product type that the makers are of, without prefix. */
  type: string;
  onClose: () => void;
}) {
  const t = words.useT();
  const c = common.useT();
  return (
    <Modal
      closeButtonProps={{ "aria-label": c("close") }}
      opened={editing !== undefined}
      onClose={onClose}
      size="lg"
      title={editing && t(editing.at === undefined ? `form.${editing.list}.new` : `form.${editing.list}`)}
    >
      {editing && (
        <Form key={`${editing.list} ${editing.at}`} editing={editing} type={type} onClose={onClose} />
      )}
    </Modal>
  );
}

const COMMITS = ["yes", "no", "unknown"] as const;
const DEMANDS = ["mandatory", "strong", "none", "unknown"] as const;
type Commits = (typeof COMMITS)[number];
type Demand = (typeof DEMANDS)[number];
const isDay = (date: string) => date === "" || /^\d{4}-\d{2}-\d{2}$/.test(date);

function Form({
  editing: { list, at, rank },
  type,
  onClose,
}: {
  editing: Editing;
  type: string;
  onClose: () => void;
}) {
  const t = words.useT();
  const c = common.useT();
  const w = useWords();
  const f = useFormats();
  const lang = useLang();
  const market = useStudy((s) => s.study.market);
  const edit = useStudy((s) => s.edit);
  const before =
    at === undefined
      ? undefined
      : (market?.[list]?.[at] as Partial<MarketEntry<"makers">> &
          Partial<MarketEntry<"integrators">> & { demand?: Demand });
  const [name, setName] = useState(w(before?.name));
  const [share, setShare] = useState<number | string>(before?.sharePercent ?? "");
  const [place, setPlace] = useState<number | string>(before?.rank ?? rank ?? 1);
  const [commits, setCommits] = useState<Commits>(before?.commits ?? "unknown");
  const [demand, setDemand] = useState<Demand>(before?.demand ?? "unknown");
  const [evidence, setEvidence] = useState(before?.evidence ?? "");
  const [date, setDate] = useState(before?.date ?? "");
  const [isTried, setTried] = useState(false);

  const others = shareOf(market?.makers, type, at);
  const rest = Math.max(0, Math.round((100 - others) * 10) / 10);
  const nameError = name.trim() === "" ? t("form.name.missing") : undefined;
  const shareError = (() => {
    if (list !== "makers" || share === "") return undefined;
    const value = Number(share);
    if (!Number.isFinite(value) || value < 0 || value > 100) return t("form.share.range");
    const sum = Math.round((others + value) * 10) / 10;
    return sum > 100 ? t("form.share.over", { sum: f.number(sum), rest: f.number(rest) }) : undefined;
  })();
  const rankError = (() => {
    if (list !== "integrators") return undefined;
    if (!Number.isInteger(Number(place)) || Number(place) < 1) return t("form.rank.range");
    const other = market?.integrators?.find((x, i) => i !== at && x.rank === Number(place));
    return other && t("form.rank.taken", { rank: Number(place), name: w(other.name) });
  })();

  const save = () => {
    setTried(true);
    if (nameError !== undefined || shareError !== undefined || rankError !== undefined) return;
    const shared = {
      name: withWords(before?.name, lang, name.trim()),
      ...(evidence.trim() === "" ? {} : { evidence: evidence.trim() }),
      ...(date === "" ? {} : { date }),
    };
    edit(`market.${list}`, (study) => {
      if (list === "makers")
        return putEntry(study, list, at, {
          ...shared,
          type,
          commits,
          ...(share === "" ? {} : { sharePercent: Number(share) }),
        });
      if (list === "integrators")
        return putEntry(study, list, at, { ...shared, rank: Number(place), commits });
      return putEntry(study, list, at, { ...shared, demand });
    });
    notifications.show({ message: t("saved", { name: name.trim() }) });
    onClose();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Stack gap="md">
        <TextInput
          label={t("form.name")}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={isTried ? nameError : undefined}
          maxLength={200}
          required
          data-autofocus
        />
        {list === "makers" && (
          <NumberInput
            label={t("form.share")}
            description={t("form.share.hint", { others: f.number(others), rest: f.number(rest) })}
            value={share}
            onChange={setShare}
            error={shareError}
            min={0}
            max={100}
            clampBehavior="none"
            decimalScale={1}
            w={320}
          />
        )}
        {list === "integrators" && (
          <NumberInput
            label={t("form.rank")}
            value={place}
            onChange={setPlace}
            error={rankError}
            min={1}
            clampBehavior="none"
            allowDecimal={false}
            w={200}
          />
        )}
        {list === "guidelines" ? (
          <Radio.Group
            label={t("form.demand")}
            value={demand}
            onChange={(value) => setDemand(value as Demand)}
          >
            <Group gap="lg" mt={6}>
              {DEMANDS.map((x) => (
                <Radio key={x} value={x} label={t(`demand.${x}`)} />
              ))}
            </Group>
          </Radio.Group>
        ) : (
          <Radio.Group
            label={t(list === "makers" ? "form.commits" : "form.commits.integrator")}
            value={commits}
            onChange={(value) => setCommits(value as Commits)}
          >
            <Group gap="lg" mt={6}>
              {COMMITS.map((x) => (
                <Radio key={x} value={x} label={t(`commits.${x}`)} />
              ))}
            </Group>
          </Radio.Group>
        )}
        <Textarea
          label={t("form.evidence")}
          description={t("form.evidence.hint")}
          value={evidence}
          onChange={(e) => setEvidence(e.currentTarget.value)}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={2000}
        />
        <TextInput
          label={t("form.date")}
          type={isDay(date) ? "date" : "text"}
          value={date}
          onChange={(e) => setDate(e.currentTarget.value)}
          w={200}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {c("cancel")}
          </Button>
          <Button type="submit">{t("form.save")}</Button>
        </Group>
      </Stack>
    </form>
  );
}
