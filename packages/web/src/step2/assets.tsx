/** Assets of each product type by kind, with their importance; a cell opens its parts and the judgement on it. */
import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import type { AssetGroup } from "@seiza/dossier";
import { IconDiamond, IconSearch, IconX } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import words from "../i18n/messages/step2.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import { Decided } from "../parts/decided.tsx";
import { NothingYet, ReasonDialog, WhyLink } from "../parts/index.ts";
import { useSearchValues } from "../parts/search-values.ts";
import { useStudy } from "../study/context.tsx";
import css from "./step2.module.css";
import { matcher, useDossier } from "./use-dossier.ts";

type Level = 1 | 2 | 3;
const LEVELS: readonly Level[] = [3, 2, 1];

export function Assets() {
  const t = words.useT();
  const { dossier, index, name, word } = useDossier();
  const [search, setSearch] = useSearchValues();
  const { assets, priorities } = dossier.step2;
  const { kinds, rows } = useMemo(() => {
    const byType = new Map<string, Map<string, AssetGroup>>();
    for (const a of assets) {
      const row = byType.get(a.type) ?? new Map<string, AssetGroup>();
      byType.set(a.type, row.set(a.kind, a));
    }
    const place = new Map(priorities.map((p, i) => [p.type, i]));
    return {
      kinds: [...new Set(assets.map((a) => a.kind))].sort(),
      rows: [...byType].sort((a, b) => (place.get(a[0]) ?? 1e9) - (place.get(b[0]) ?? 1e9)),
    };
  }, [assets, priorities]);
  const matches = matcher(search["q"] ?? "");
  const shown = rows.filter(([type]) => matches(name(type)));
  const wanted = search["asset"]?.replace(/^as:[^/]+\/([^/]+)\/([^/]+)$/, (id, component, kind) => {
    // One component's asset is shown as that of its type.
    const row = [...index.components.values()].find((c) => c.id.endsWith(`/${component}`));
    return row ? `at:${row.type.slice(3)}/${kind}` : String(id);
  });
  const chosen = wanted === undefined ? undefined : index.assets.get(wanted);
  if (rows.length === 0)
    return (
      <NothingYet
        icon={<IconDiamond size={28} />}
        title={t("assets.empty")}
        text={t("assets.empty.text")}
        step={1}
      />
    );
  return (
    <div className={css.stack}>
      <div className={css.sectionHead} style={{ marginTop: 0 }}>
        <h2>{t("assets.title")}</h2>
        <p className={css.note}>{t("assets.text")}</p>
      </div>
      <TextInput
        aria-label={t("assets.filter")}
        placeholder={t("assets.filter")}
        leftSection={<IconSearch size={16} />}
        value={search["q"] ?? ""}
        onChange={(event) => setSearch({ q: event.currentTarget.value })}
        maw={280}
      />
      <div className={css.splitHost}>
        <div className={css.split} data-open={chosen !== undefined || undefined}>
          <div className={`${css.scroll} ${css.assetTable}`}>
            <table className={css.table}>
              <caption className={css.unseen}>{t("assets.title")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("assets.type")}</th>
                  {kinds.map((kind) => (
                    <th key={kind} scope="col">
                      {word("asset-kinds", kind)}
                      {index.term("asset-kinds", kind)?.more?.["inStar1"] === true && (
                        <span
                          className={css.assetMark}
                          title={t("assets.inStar1")}
                          role="img"
                          aria-label={t("assets.inStar1")}
                        >
                          {" ★"}
                        </span>
                      )}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {shown.map(([type, row]) => (
                  <tr key={type}>
                    <th scope="row">{name(type)}</th>
                    {kinds.map((kind) => {
                      const a = row.get(kind);
                      if (!a)
                        return (
                          <td key={kind} className={css.mid}>
                            <span className={css.unseen}>{t("assets.none")}</span>
                          </td>
                        );
                      return (
                        <td key={kind} className={css.mid}>
                          <button
                            type="button"
                            className={css.assetCell}
                            data-level={a.importance}
                            aria-pressed={a.id === chosen?.id}
                            aria-label={t("assets.cell", {
                              type: name(type),
                              kind: word("asset-kinds", kind),
                              level: a.importance,
                            })}
                            onClick={() =>
                              setSearch({ asset: a.id === chosen?.id ? undefined : a.id }, { push: true })
                            }
                          >
                            {a.importance}
                            {a.decided && (
                              <span title={t("assets.decided")} aria-hidden="true">
                                ＊
                              </span>
                            )}
                            {a.named.length > 0 && (
                              <small title={t("assets.named")} aria-hidden="true">
                                ✎
                              </small>
                            )}
                          </button>
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {chosen && <AssetDetail asset={chosen} onClose={() => setSearch({ asset: undefined })} />}
        </div>
      </div>
    </div>
  );
}

function AssetDetail({ asset: a, onClose }: { asset: AssetGroup; onClose: () => void }) {
  const t = words.useT();
  const w = useWords();
  const { number } = useFormats();
  const { index, name, word } = useDossier();
  const stated = useStudy((s) => s.study.assets);
  const edit = useStudy((s) => s.edit);
  const [changing, setChanging] = useState(false);
  const [level, setLevel] = useState<Level>();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus({ preventScroll: false }), [a.id]);
  const title = `${name(a.type)} — ${word("asset-kinds", a.kind)}`;
  const most = Math.max(1, ...a.byImportance);
  const component = `co:${a.worst.slice(3, a.worst.lastIndexOf("/"))}`;
  const named = a.named.map((n) => stated?.find((s) => s.id === n.id)).filter((s) => s !== undefined);
  return (
    <section
      className={css.detail}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !changing) onClose();
      }}
    >
      <div className={css.detailHead}>
        <div>
          <p className={css.kind}>{name(a.type)}</p>
          <h3 ref={head} tabIndex={-1}>
            {word("asset-kinds", a.kind)}
          </h3>
        </div>
        <ActionIcon aria-label={t("close")} onClick={onClose}>
          <IconX size={18} aria-hidden="true" />
        </ActionIcon>
      </div>
      <div className={css.detailBody}>
        <div className={css.chips}>
          <span className={css.assetCell} data-level={a.importance} style={{ cursor: "default" }}>
            {a.importance}
          </span>
          <span>{t(a.inStar1 ? "assets.inStar1" : "assets.notInStar1")}</span>
          <span className={css.grow} />
          <WhyLink id={a.id} name={title} />
        </div>
        {index.term("asset-kinds", a.kind)?.text && <p>{w(index.term("asset-kinds", a.kind)?.text)}</p>}
        <section>
          <h4>{t("assets.by")}</h4>
          {LEVELS.map((l) => (
            <div key={l} className={css.barLine} style={{ gridTemplateColumns: "6em minmax(0, 1fr) 4em" }}>
              <span>{t("assets.by.row", { level: l })}</span>
              <span className={css.barTrack}>
                <span
                  style={{
                    width: `${(100 * (a.byImportance[l - 1] ?? 0)) / most}%`,
                    background: "var(--accent)",
                  }}
                />
              </span>
              <span className={css.barNumber}>
                {t("assets.by.count", { count: number(a.byImportance[l - 1] ?? 0) })}
              </span>
            </div>
          ))}
        </section>
        <section>
          <h4>{t("assets.worst")}</h4>
          <div className={css.chips}>
            <span>{name(component)}</span>
            <WhyLink id={a.worst} name={name(component)} />
          </div>
        </section>
        {named.length > 0 && (
          <section>
            <h4>{t("assets.named")}</h4>
            <div className={css.stack} style={{ gap: 8 }}>
              {named.map((n) => (
                <Select
                  key={n.id}
                  label={w(n.name)}
                  description={w(n.reason)}
                  aria-label={t("assets.named.importance", { name: w(n.name) })}
                  size="xs"
                  allowDeselect={false}
                  data={[
                    { value: "", label: t("assets.named.derived") },
                    ...LEVELS.map((l) => ({ value: String(l), label: t("assets.by.row", { level: l }) })),
                  ]}
                  value={n.importance === undefined ? "" : String(n.importance)}
                  onChange={(value) =>
                    edit("asset.importance", (study) => ({
                      ...study,
                      assets: (study.assets ?? []).map((x) => {
                        if (x.id !== n.id) return x;
                        const { importance: _, ...rest } = x;
                        return value === null || value === ""
                          ? rest
                          : { ...rest, importance: Number(value) as Level };
                      }),
                    }))
                  }
                />
              ))}
            </div>
          </section>
        )}
        <section>
          <h4>{t("group.decide")}</h4>
          <Decided target={a.id} />
          <div className={css.buttons}>
            <Button
              variant="default"
              size="xs"
              onClick={() => {
                setLevel(undefined);
                setChanging(true);
              }}
            >
              {t("assets.change")}
            </Button>
          </div>
        </section>
      </div>
      {changing && (
        <ReasonDialog
          opened
          onClose={() => setChanging(false)}
          title={t("assets.change.title", { name: title })}
          ready={level !== undefined}
          decision={{
            target: a.id,
            action: "change",
            ...(level === undefined ? {} : { set: { importance: level } }),
          }}
        >
          <Select
            data-autofocus
            label={t("assets.change.level")}
            description={t("assets.change.hint")}
            allowDeselect={false}
            data={LEVELS.filter((l) => l !== a.importance).map((l) => ({
              value: String(l),
              label: t("assets.by.row", { level: l }),
            }))}
            value={level === undefined ? null : String(level)}
            onChange={(value) => setLevel(LEVELS.find((l) => String(l) === value))}
          />
        </ReasonDialog>
      )}
    </section>
  );
}
