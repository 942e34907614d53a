/** 証跡: what was recorded, by what, when, of which target, and the raw output itself. */
import { Loader } from "@mantine/core";
import { type BundleHead, type CheckRecord, say } from "@seiza/conformance";
import { IconDownload, IconFileCertificate, IconFolderOpen } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { unzipSync } from "fflate";
import { useMemo, useState } from "react";
import { type EvidenceLink, evidenceAddress, productsApi } from "../api/products.ts";
import words from "../i18n/messages/products.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import { type Column, EmptyState, Page, PageHead, VirtualTable } from "../parts/index.ts";
import { useSearchValues } from "../parts/search-values.ts";
import { useJudging, useProduct } from "./context.tsx";
import { saveBlob } from "./files.ts";
import css from "./product.module.css";

/** What the viewer shows of a file, bytes; the rest is in the download. */
const SHOWN = 1_000_000;

export default function EvidencePage() {
  const t = words.useT();
  const w = useWords();
  const { moment, number } = useFormats();
  const id = useProduct((s) => s.id);
  const { newest, assessment, isLoading } = useJudging();
  const [search, setSearch] = useSearchValues();
  const links = useQuery({
    queryKey: ["product", id, "evidence"],
    queryFn: async () => (await productsApi.evidence(id)).items,
  });
  const records = newest?.records ?? [];
  const expired = useMemo(
    () => new Map((assessment?.expired ?? []).map((e) => [e.record, w(say(e))])),
    [assessment, w],
  );
  const bundles = new Set(newest?.bundles.map((b) => b.sha256));
  const files = useMemo(() => {
    const one = new Map<string, EvidenceLink>();
    for (const link of links.data ?? []) if (!one.has(link.sha256)) one.set(link.sha256, link);
    return [...one.values()];
  }, [links.data]);
  const chosen = records.find((r) => r.id === search["r"]);
  const file = files.find((f) => f.sha256 === search["f"]);
  const bytes = (n: number) => t("bytes", { size: number(n) });
  const columns: Column<CheckRecord>[] = [
    {
      key: "check",
      title: t("col.check"),
      sort: (r) => r.check,
      width: "minmax(130px, 1.2fr)",
      cell: (r) => (
        <>
          <b>{r.check}</b>
          {expired.has(r.id) && <span className={css.expired}>{t("expired")}</span>}
        </>
      ),
    },
    {
      key: "state",
      title: t("col.state"),
      sort: (r) => r.state,
      width: "84px",
      cell: (r) => t(`state.${r.state}`),
    },
    {
      key: "at",
      title: t("col.at"),
      sort: (r) => r.startedAt,
      width: "142px",
      cell: (r) => moment(r.startedAt),
    },
    {
      key: "target",
      title: t("col.target"),
      width: "minmax(150px, 1fr)",
      cell: (r) =>
        r.target ? [r.target.address, r.target.port].filter((x) => x !== undefined).join(":") : "—",
    },
    {
      key: "tool",
      title: t("col.tool"),
      width: "minmax(100px, 0.8fr)",
      cell: (r) => `${r.tool.name} ${r.tool.version}`,
    },
    {
      key: "size",
      title: t("col.size"),
      align: "right",
      width: "96px",
      sort: (r) => r.raw.reduce((sum, x) => sum + x.bytes, 0),
      cell: (r) => number(r.raw.reduce((sum, x) => sum + x.bytes, 0)),
    },
  ];
  const isEmpty = records.length === 0 && files.length === 0;
  return (
    <Page>
      <PageHead title={t("tab.evidence")} text={t("evidence.text")} />
      {isLoading || links.isPending ? (
        <div className={css.waiting}>
          <Loader aria-label={t("assess.waiting")} />
        </div>
      ) : isEmpty ? (
        <EmptyState
          icon={<IconFolderOpen size={28} />}
          title={t("evidence.empty")}
          text={t("evidence.empty.text")}
        />
      ) : (
        <div className={css.evidence}>
          <div>
            {records.length > 0 && (
              <>
                <h2>{t("evidence.records")}</h2>
                <VirtualTable
                  rows={records}
                  columns={columns}
                  rowKey={(r) => r.id}
                  label={t("evidence.records")}
                  height={`min(46vh, ${records.length * 46 + 44}px)`}
                  onRow={(r) => setSearch({ r: r.id, f: undefined }, { push: true })}
                  isSelected={(r) => r === chosen}
                  {...(chosen ? { scrollTo: chosen.id } : {})}
                />
              </>
            )}
            {files.length > 0 && (
              <>
                <h2>{t("evidence.files")}</h2>
                <ul className={css.files}>
                  {files.map((f) => (
                    <li key={f.sha256}>
                      <button
                        type="button"
                        aria-current={f === file ? "true" : undefined}
                        onClick={() => setSearch({ f: f.sha256, r: undefined }, { push: true })}
                      >
                        <IconFileCertificate size={17} stroke={1.7} aria-hidden="true" />
                        <span>
                          <b>{f.name}</b>
                          <small>
                            {bundles.has(f.sha256) ? t("file.bundle") : t("file.given")} · {bytes(f.size)} ·{" "}
                            {t("file.by", { by: f.addedBy.name, at: moment(f.addedAt) })}
                          </small>
                          <code>SHA-256 {f.sha256}</code>
                        </span>
                      </button>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </div>
          <section className={css.detail} aria-label={t("viewer")}>
            {chosen ? (
              <RecordView
                key={chosen.id}
                record={chosen}
                bundles={newest?.bundles ?? []}
                expired={expired.get(chosen.id)}
              />
            ) : file ? (
              <FileView
                key={file.sha256}
                file={file}
                bundle={newest?.bundles.find((b) => b.sha256 === file.sha256)}
              />
            ) : (
              <p className={css.quiet}>{t("viewer.choose")}</p>
            )}
          </section>
        </div>
      )}
    </Page>
  );
}

/** Files of a bundle, by path. A bundle is stored without compression. */
const useBundle = (sha256: string | undefined) =>
  useQuery({
    queryKey: ["bundle", sha256 ?? ""],
    queryFn: async () => unzipSync(await productsApi.bytes(sha256 as string)),
    enabled: sha256 !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

function RecordView({
  record,
  bundles,
  expired,
}: {
  record: CheckRecord;
  bundles: readonly BundleHead[];
  expired: string | undefined;
}) {
  const t = words.useT();
  const w = useWords();
  const { moment, number } = useFormats();
  const [path, setPath] = useState(record.raw[0]?.path);
  // A record lies in the bundle of the run during which it was made.
  const bundle =
    bundles.find((b) => b.run.startedAt <= record.startedAt && record.endedAt <= b.run.endedAt) ?? bundles[0];
  const isRaw = record.raw.length > 0;
  const content = useBundle(isRaw ? bundle?.sha256 : undefined);
  const raw = record.raw.find((r) => r.path === path);
  return (
    <>
      <h2>{record.check}</h2>
      {expired !== undefined && <p className={css.expiredText}>{expired}</p>}
      <dl className={css.facts}>
        <dt>{t("col.state")}</dt>
        <dd>
          {t(`state.${record.state}`)}
          {record.why && ` — ${w(say(record.why))}`}
        </dd>
        <dt>{t("col.at")}</dt>
        <dd>{t("from-to", { from: moment(record.startedAt), to: moment(record.endedAt) })}</dd>
        <dt>{t("col.tool")}</dt>
        <dd>
          {record.tool.name} {record.tool.version}
        </dd>
        {record.target && (
          <>
            <dt>{t("col.target")}</dt>
            <dd>{[record.target.address, record.target.port].filter((x) => x !== undefined).join(":")}</dd>
          </>
        )}
        <dt>{t("col.product")}</dt>
        <dd>
          {[record.product.model, record.product.firmware, record.product.unit]
            .filter((x) => x !== undefined)
            .join(" · ")}
        </dd>
        <dt>{t("col.criteria")}</dt>
        <dd>{record.criteria.join(", ")}</dd>
        <dt>{t("col.sent")}</dt>
        <dd>{t("sent", { sent: number(record.sent), limit: number(record.limits.requests) })}</dd>
      </dl>
      <details>
        <summary>{t("facts", { count: record.facts.length })}</summary>
        <pre className={css.raw} tabIndex={0}>
          {JSON.stringify(record.facts, null, 2).slice(0, SHOWN)}
        </pre>
      </details>
      <h3>{t("raw")}</h3>
      {!isRaw ? (
        <p className={css.quiet}>{t("raw.none")}</p>
      ) : (
        <>
          <ul className={css.plain}>
            {record.raw.map((r) => (
              <li key={r.path}>
                <button
                  type="button"
                  className={css.tag}
                  aria-pressed={r.path === path}
                  onClick={() => setPath(r.path)}
                >
                  {r.path}
                </button>{" "}
                <span className={css.quiet}>
                  {t("bytes", { size: number(r.bytes) })} · SHA-256 <code>{r.sha256}</code>
                </span>
              </li>
            ))}
          </ul>
          {content.isPending && bundle ? (
            <Loader size="sm" aria-label={t("assess.waiting")} />
          ) : raw && content.data?.[raw.path] ? (
            <Bytes bytes={content.data[raw.path] as Uint8Array} name={raw.path} mediaType={raw.mediaType} />
          ) : (
            <p className={css.quiet}>{t("raw.gone")}</p>
          )}
        </>
      )}
    </>
  );
}

function FileView({ file, bundle }: { file: EvidenceLink; bundle: BundleHead | undefined }) {
  const t = words.useT();
  const { moment, number } = useFormats();
  const [path, setPath] = useState<string>();
  const isZip = bundle !== undefined || /\.zip$/i.test(file.name);
  const content = useBundle(isZip ? file.sha256 : undefined);
  const whole = useQuery({
    queryKey: ["evidence-bytes", file.sha256],
    queryFn: () => productsApi.bytes(file.sha256),
    enabled: !isZip,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  return (
    <>
      <header className={css.detailHead}>
        <h2>{file.name}</h2>
        <a className={css.act} href={evidenceAddress(file.sha256)} download={file.name}>
          <IconDownload size={15} aria-hidden="true" />
          {t("download")}
        </a>
      </header>
      {bundle && (
        <>
          <p className={css.fine}>{t("bundle.signed")}</p>
          <dl className={css.facts}>
            <dt>{t("bundle.key")}</dt>
            <dd>
              <code>{bundle.fingerprint}</code>
            </dd>
            <dt>{t("bundle.run")}</dt>
            <dd>{t("from-to", { from: moment(bundle.run.startedAt), to: moment(bundle.run.endedAt) })}</dd>
            <dt>{t("bundle.content")}</dt>
            <dd>{t("bundle.counts", { files: bundle.files, records: bundle.records })}</dd>
          </dl>
        </>
      )}
      {isZip ? (
        content.data ? (
          <ul className={css.plain}>
            {Object.entries(content.data).map(([name, bytes]) => (
              <li key={name}>
                <button
                  type="button"
                  className={css.tag}
                  aria-pressed={name === path}
                  onClick={() => setPath(name)}
                >
                  {name}
                </button>{" "}
                <span className={css.quiet}>{t("bytes", { size: number(bytes.length) })}</span>
                {name === path && <Bytes bytes={bytes} name={name} mediaType="" />}
              </li>
            ))}
          </ul>
        ) : (
          content.isError && <p className={css.quiet}>{t("raw.gone")}</p>
        )
      ) : (
        whole.data && <Bytes bytes={whole.data} name={file.name} mediaType={file.mediaType} />
      )}
    </>
  );
}

/** Text as text, JSON laid out, anything else as a download. */
function Bytes({ bytes, name, mediaType }: { bytes: Uint8Array; name: string; mediaType: string }) {
  const t = words.useT();
  const { number } = useFormats();
  const text = useMemo(() => {
    const head = bytes.subarray(0, SHOWN);
    const isText =
      /^text\/|json|xml/.test(mediaType) || /\.(txt|log|ndjson|json|xml|md|csv|ya?ml|html)$/i.test(name);
    if (!isText && head.subarray(0, 4096).includes(0)) return undefined;
    // Protocols of bytes are shown with a mark in place of each NUL.
    const said = new TextDecoder().decode(head).replaceAll("\0", "\u2400");
    if (bytes.length <= SHOWN && (/json/.test(mediaType) || /\.json$/i.test(name)))
      try {
        return JSON.stringify(JSON.parse(said), null, 2);
      } catch {
        return said;
      }
    return said;
  }, [bytes, name, mediaType]);
  return (
    <div>
      <div className={css.detailHead}>
        <span className={css.quiet}>
          {text === undefined
            ? t("view.binary")
            : bytes.length > SHOWN
              ? t("view.cut", { shown: number(SHOWN), size: number(bytes.length) })
              : ""}
        </span>
        <button
          type="button"
          className={css.act}
          onClick={() =>
            saveBlob(new Blob([bytes as Uint8Array<ArrayBuffer>]), name.split("/").at(-1) ?? name)
          }
        >
          <IconDownload size={15} aria-hidden="true" />
          {t("download")}
        </button>
      </div>
      {text !== undefined && (
        <pre className={css.raw} tabIndex={0}>
          {text}
        </pre>
      )}
    </div>
  );
}
