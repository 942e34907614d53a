/** Adding: a countermeasure of the catalogue, or a requirement in the group's own words. */
import { Checkbox, Loader, Radio, ScrollArea, Select, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { ThreatGroup } from "@seiza/dossier";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import judging from "../i18n/messages/judging.ts";
import words from "../i18n/messages/step4.ts";
import { useWords } from "../i18n/words.ts";
import { ReasonDialog } from "../parts/index.ts";
import { useWording, WordingFields } from "../parts/judging.tsx";
import type { DossierIndex } from "../study/dossier-index.ts";
import css from "./step4.module.css";

interface Entry {
  id: string;
  name: { ja: string; en: string };
  purpose: { ja: string; en: string };
  layer: string;
  prevents: string[];
  detects: string[];
}
/** The catalogue comes when it is first asked for: it is large, and the page does without it. */
async function countermeasures(): Promise<{ entries: Entry[]; layers: Map<string, Entry["name"]> }> {
  const { BUILTIN_TABLES } = await import("@seiza/catalog/builtin");
  return {
    entries: BUILTIN_TABLES.countermeasures as unknown as Entry[],
    layers: new Map(BUILTIN_TABLES.layers.map((l) => [l.id, l.name])),
  };
}

export function AddCountermeasure({
  group,
  index,
  chosen,
  onClose,
}: {
  group: ThreatGroup;
  index: DossierIndex;
  /** Countermeasures that hold for the product type already. */
  chosen: ReadonlySet<string>;
  onClose: () => void;
}) {
  const t = words.useT();
  const j = judging.useT();
  const w = useWords();
  const [catalogue, setCatalogue] = useState<Awaited<ReturnType<typeof countermeasures>>>();
  const [picked, setPicked] = useState<string>();
  const [text, setText] = useState("");
  const [others, setOthers] = useState(false);
  useEffect(() => {
    let isGone = false;
    void countermeasures().then((all) => {
      if (!isGone) setCatalogue(all);
    });
    return () => {
      isGone = true;
    };
  }, []);
  const effect = (e: Entry) =>
    e.prevents.includes(group.threat) ? "prevents" : e.detects.includes(group.threat) ? "detects" : "other";
  const wanted = text.trim().toLowerCase();
  const shown = (catalogue?.entries ?? []).filter(
    (e) =>
      (others || effect(e) !== "other") &&
      (wanted === "" ||
        [e.id, e.name.ja, e.name.en, e.purpose.ja, e.purpose.en].some((x) =>
          x.toLowerCase().includes(wanted),
        )),
  );
  return (
    <ReasonDialog
      opened
      onClose={onClose}
      title={t("add.title", { name: w(index.word("threats", group.threat)) })}
      decision={{
        target: group.id,
        action: "add",
        ...(picked === undefined ? {} : { set: { countermeasure: picked } }),
      }}
      ready={picked !== undefined}
      onDone={() => notifications.show({ message: j("recorded") })}
    >
      <TextInput
        data-autofocus
        label={t("add.find")}
        leftSection={<IconSearch size={16} />}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      {catalogue === undefined ? (
        <span className={css.loading}>
          <Loader size={16} /> {t("add.loading")}
        </span>
      ) : (
        <Radio.Group label={t("add.list")} value={picked ?? ""} onChange={setPicked}>
          <ScrollArea.Autosize
            mah={260}
            type="auto"
            className={css.catalogue ?? ""}
            viewportProps={{ tabIndex: 0 }}
          >
            {shown.length === 0 && <p className={css.quiet}>{t("add.none")}</p>}
            {shown.map((e) => (
              <Radio
                key={e.id}
                value={e.id}
                disabled={chosen.has(e.id)}
                className={css.option ?? ""}
                label={
                  <>
                    <b>{w(e.name)}</b> <code className={css.code}>{e.id}</code>{" "}
                    <span className={css.tag}>{w(catalogue.layers.get(e.layer))}</span>{" "}
                    <span className={css.tag} data-kind={effect(e)}>
                      {t(`add.${effect(e)}`)}
                    </span>
                    {chosen.has(e.id) && <span className={css.tag}>{t("add.chosen")}</span>}
                  </>
                }
                description={w(e.purpose)}
              />
            ))}
          </ScrollArea.Autosize>
        </Radio.Group>
      )}
      <Checkbox
        size="xs"
        label={t("add.others")}
        checked={others}
        onChange={(e) => setOthers(e.currentTarget.checked)}
      />
    </ReasonDialog>
  );
}

export function AddRequirement({
  groups,
  first,
  index,
  onClose,
}: {
  groups: readonly ThreatGroup[];
  /** Threat chosen at the start. */
  first: string | undefined;
  index: DossierIndex;
  onClose: () => void;
}) {
  const t = words.useT();
  const j = judging.useT();
  const w = useWords();
  const [group, setGroup] = useState<string | null>(first ?? groups[0]?.id ?? null);
  const wording = useWording();
  const options = useMemo(
    () =>
      groups.map((g) => ({
        value: g.id,
        label: `${g.band} ${w(index.word("threats", g.threat))}・${w(index.word("asset-classes", g.assetClass))}・${w(index.word("attack-surfaces", g.surface))}`,
      })),
    [groups, index, w],
  );
  return (
    <ReasonDialog
      opened
      onClose={onClose}
      title={t("own.title")}
      decision={{
        target: group ?? "",
        action: "add",
        ...(wording.value === undefined ? {} : { set: { requirement: wording.value } }),
      }}
      ready={group !== null && wording.value !== undefined}
      onDone={() => notifications.show({ message: j("recorded") })}
    >
      <p className={css.quiet}>{t("own.text")}</p>
      <Select
        data-autofocus
        openOnFocus={false}
        label={t("own.threat")}
        data={options}
        value={group}
        onChange={setGroup}
        searchable
        allowDeselect={false}
        limit={60}
        required
      />
      <WordingFields of={wording} />
    </ReasonDialog>
  );
}
