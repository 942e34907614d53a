import { Modal, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import common from "../i18n/messages/common.ts";
import shell from "../i18n/messages/shell.ts";
import { useWords } from "../i18n/words.ts";
import { useStudy } from "../study/context.tsx";
import { STEP_PATHS } from "../study/step-paths.ts";
import { useGo } from "./go.ts";
import { useItemWords } from "./item-words.ts";
import css from "./shell.module.css";

interface Hit {
  key: string;
  kind: string;
  name: string;
  open: () => void;
}
const SHOWN = 40;

/** Finds items and pages of the study by name. */
export default function SearchDialog({ onClose }: { onClose: () => void }) {
  const t = shell.useT();
  const c = common.useT();
  const w = useWords();
  const navigate = useNavigate();
  const { go } = useGo();
  const id = useStudy((s) => s.id);
  const study = useStudy((s) => s.study);
  const index = useStudy((s) => s.analysis?.index);
  const why = useStudy((s) => s.why);
  const words = useItemWords(index);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);

  const all = useMemo((): Hit[] => {
    const hits: Hit[] = [];
    const item = (itemId: string, name: string) =>
      hits.push({ key: itemId, kind: words.kind(itemId), name, open: () => go(itemId) });
    const to = (path: string) => () => void navigate({ to: path as "/studies/$id", params: { id } });
    hits.push({ key: "0", kind: t("search.pages"), name: c("step.0"), open: to("/studies/$id") });
    for (const step of [1, 2, 3, 4, 5, 6] as const)
      hits.push({
        key: String(step),
        kind: t("search.pages"),
        name: `${c(`mark.${step}`)} ${c(`step.${step}`)}`,
        open: to(STEP_PATHS[step - 1] as string),
      });
    const typeName = new Map(study.productTypes.map((x) => [x.id, x.name]));
    for (const x of study.productTypes) item(`pt:${x.id}`, w(x.name));
    for (const cf of study.configurations) {
      for (const z of cf.zones) item(`zn:${cf.id}/${z.id}`, w(z.name));
      for (const x of cf.components) item(`co:${cf.id}/${x.id}`, w(x.name ?? typeName.get(x.type)) || x.id);
    }
    if (index) {
      const { dossier } = index;
      for (const g of dossier.step2.threatGroups)
        hits.push({
          key: g.id,
          kind: words.kind(g.id),
          name: `${w(index.types.get(g.type)?.name)} — ${w(index.name(g.id))}`,
          open: () => why(g.id),
        });
      for (const r of dossier.step4.requirements)
        hits.push({ key: r.id, kind: words.kind(r.id), name: w(r.statement), open: () => why(r.id) });
    }
    return hits;
  }, [study, index]);
  const wanted = query.normalize("NFKC").trim().toLowerCase();
  const found = (
    wanted === ""
      ? all.slice(0, 12)
      : all.filter((h) => h.name.normalize("NFKC").toLowerCase().includes(wanted))
  ).slice(0, SHOWN);
  const chosen = Math.min(at, Math.max(0, found.length - 1));
  const open = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    hit.open();
  };
  return (
    <Modal opened onClose={onClose} title={t("search.title")} size="lg" yOffset="8vh" centered={false}>
      <TextInput
        data-autofocus
        aria-label={t("search.title")}
        placeholder={t("search.placeholder")}
        leftSection={<IconSearch size={17} />}
        size="md"
        value={query}
        role="combobox"
        aria-expanded
        aria-controls="search-results"
        aria-activedescendant={found[chosen] ? `hit-${chosen}` : undefined}
        onChange={(e) => {
          setQuery(e.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            const step = event.key === "ArrowDown" ? 1 : -1;
            const next = (chosen + step + found.length) % Math.max(1, found.length);
            setAt(next);
            document.getElementById(`hit-${next}`)?.scrollIntoView({ block: "nearest" });
          } else if (event.key === "Enter") {
            event.preventDefault();
            open(found[chosen]);
          }
        }}
      />
      {found.length === 0 ? (
        <p className={css.kind}>{t("search.none", { query })}</p>
      ) : (
        <div className={css.results} id="search-results" role="listbox" aria-label={t("search.items")}>
          {found.map((hit, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above holds the focus and takes the keys
            <div
              key={hit.key}
              id={`hit-${i}`}
              role="option"
              aria-selected={i === chosen}
              tabIndex={-1}
              onClick={() => open(hit)}
            >
              <span className={css.chainKind}>{hit.kind}</span>
              <span>{hit.name}</span>
            </div>
          ))}
        </div>
      )}
      <p className={css.conflictHint}>{t("search.hint")}</p>
    </Modal>
  );
}
