/** What is taken out of a product: the papers of a kept assessment, its signed evidence, what it rests on. */
import { NativeSelect } from "@mantine/core";
import type { Statement } from "@seiza/conformance";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type Kept, type NamedBytes, PAPERS, type Paper, productsApi } from "../../api/products.ts";
import { useLang } from "../../i18n/index.ts";
import exportWords from "../../i18n/messages/export.ts";
import words from "../../i18n/messages/papers.ts";
import { useFormats } from "../../i18n/words.ts";
import { Dialog } from "../../parts/dialog.tsx";
import {
  Broken,
  Chooser,
  Done,
  type ExportGroup,
  Failed,
  keepChoice,
  keptChoice,
  Running,
} from "../../parts/exporting/exporting.tsx";
import { useJudging, useProduct } from "../context.tsx";
import { saveBlob } from "../files.ts";
import { freeName, useTaking, type Wanted } from "./use-taking.ts";

const KEPT = "seiza.export.product";
const NOW = "now";
/** All signed evidence of the assessment is chosen as one. */
const SOURCES = ["bundle", "declaration", "statements"] as const;
const KEYS = [...PAPERS, ...SOURCES] as const;
type Key = (typeof KEYS)[number];
/** Can be taken whatever the declaration says. */
const ALWAYS: readonly Key[] = ["declaration", "statements"];
const GROUPS = {
  people: ["xlsx", "pdf"],
  sources: SOURCES,
  tools: ["oscal", "cyclonedx", "sarif", "json"],
} as const satisfies Record<string, readonly Key[]>;

const textFile = (text: string, name: string, mediaType: string): NamedBytes => ({
  name,
  bytes: new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>,
  mediaType,
});
const isPaper = (key: Key): key is Paper => (PAPERS as readonly Key[]).includes(key);

export default function ProductExportDialog({ onClose }: { onClose: () => void }) {
  const t = words.useT();
  const x = exportWords.useT();
  const { moment } = useFormats();
  const shown = useLang();
  const client = useQueryClient();
  const id = useProduct((s) => s.id);
  const head = useProduct((s) => s.head);
  const document = useProduct((s) => s.document);
  const save = useProduct((s) => s.save);
  const flush = useProduct((s) => s.flush);
  const { kept, newest, read, isLoading } = useJudging();
  const [choice, setChoice] = useState<readonly Key[]>(() => keptChoice(KEPT, KEYS, "xlsx"));
  const [lang, setLang] = useState<"ja" | "en">(shown);
  const [asked, setAsked] = useState<string>();
  const { taking, begin, back } = useTaking();

  const latest = kept[0];
  const isCurrent = latest?.productRevision === head.revision && save === "saved";
  // What is on the screen, where it is kept already; else it is kept first.
  const of = asked ?? (latest && (isCurrent || read.declaration === undefined) ? latest.id : NOW);
  const whole = useQuery({
    queryKey: ["product", id, "assessment", of],
    queryFn: () => productsApi.assessment(id, of),
    enabled: of !== NOW,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const body = of === NOW ? newest : whole.data?.body;
  const bundles = body?.bundles ?? [];
  const statements = (of === NOW ? document.statements : whole.data?.body.statements) ?? [];
  const isBroken = of === NOW && read.declaration === undefined;
  const isUsable = (key: Key) =>
    (!isBroken || ALWAYS.includes(key)) &&
    (key !== "bundle" || bundles.length > 0) &&
    (key !== "statements" || statements.length > 0);
  const chosen = choice.filter(isUsable);
  const choose = (isIn: (key: Key) => boolean) => {
    const next = KEYS.filter(isIn);
    setChoice(next);
    keepChoice(KEPT, next);
  };
  useEffect(() => {
    if (save === "dirty") void flush();
  }, [save, flush]);

  const labelOf = (key: Key) => t(`format.${key}`);
  const hintOf = (key: Key): string => {
    if (key === "statements") return t(statements.length > 0 ? "hint.statements" : "hint.statements.none");
    if (key !== "bundle") return t(`hint.${key}`);
    const [first] = bundles;
    if (!first) return t("hint.bundle.none");
    return bundles.length === 1
      ? t("hint.bundle", { name: first.name, fingerprint: first.fingerprint })
      : t("hint.bundle.many", { count: bundles.length });
  };
  const groups = (Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map(
    (group): ExportGroup => ({
      key: group,
      title: t(`group.${group}`),
      isTall: group === "tools",
      choices: GROUPS[group].map((key) => ({
        key,
        label: labelOf(key),
        hint: hintOf(key),
        isDisabled: !isUsable(key),
      })),
    }),
  );

  /** The assessment that is meant; the present state becomes one where papers or evidence are asked for. */
  const meant = async (keys: readonly Key[]): Promise<Kept | undefined> => {
    if (of !== NOW) return whole.data ?? productsApi.assessment(id, of);
    if (keys.every((k) => ALWAYS.includes(k))) return undefined;
    const made = await productsApi.keep(id, head.revision, {});
    setAsked(made.id);
    await client.invalidateQueries({ queryKey: ["product", id] });
    return productsApi.assessment(id, made.id);
  };
  const start = (keys: readonly Key[]) =>
    void begin(
      keys.map((key) => ({ key, label: labelOf(key) })),
      async () => {
        const assessment = await meant(keys);
        const text = assessment?.body.text ?? document.text;
        const said = assessment?.body.statements ?? document.statements;
        const make = (key: Key): Wanted["make"] => {
          if (isPaper(key))
            return (signal) => productsApi.paper(id, (assessment as Kept).id, key, lang, signal);
          if (key === "declaration")
            return async () => textFile(text, "product.yaml", "application/yaml; charset=utf-8");
          if (key === "statements") return (signal) => statementsFile(said, signal);
          return async (signal) => bundled((assessment as Kept).body.bundles, signal);
        };
        const model = (assessment?.body.assessment.product.model ?? "product").replace(/[^\w.-]+/g, "-");
        return {
          zip: `${model}${assessment ? `_${assessment.number}` : ""}.zip`,
          wanted: keys.map((key) => ({ key, label: labelOf(key), make: make(key) })),
        };
      },
    );

  return (
    <Dialog opened onClose={onClose} title={t("title")} size="xl" top>
      {taking.state === "choosing" ? (
        <Chooser
          lead={t("text")}
          warning={isBroken ? t("broken") : undefined}
          before={
            <NativeSelect
              mb="lg"
              label={t("of")}
              value={of}
              onChange={(e) => setAsked(e.currentTarget.value)}
              data={[
                { value: NOW, label: t("of.now", { number: (latest?.number ?? 0) + 1 }) },
                ...kept.map((k) => ({
                  value: k.id,
                  label: t("of.kept", { number: k.number, at: moment(k.at), firmware: k.firmware }),
                })),
              ]}
            />
          }
          groups={groups}
          chosen={chosen}
          onToggle={(key, on) => choose((k) => (k === key ? on : choice.includes(k)))}
          onChoose={(keys) => choose((k) => keys.includes(k))}
          lang={lang}
          onLang={setLang}
          isReady={!isLoading && (of !== NOW || save === "saved")}
          after={save === "offline" || save === "conflict" ? x("unsaved") : undefined}
          onBegin={() => start(chosen)}
        />
      ) : taking.state === "running" ? (
        <Running parts={taking.parts} onCancel={back} />
      ) : taking.state === "done" ? (
        <Done
          parts={taking.parts}
          file={{ name: taking.name, size: taking.blob.size }}
          again={() => saveBlob(taking.blob, taking.name)}
          onBack={back}
        />
      ) : taking.state === "failed" ? (
        <Failed
          parts={taking.parts}
          onRetry={() => start(taking.parts.map((p) => p.key as Key))}
          onRest={() => start(taking.parts.filter((p) => p.state === "done").map((p) => p.key as Key))}
          onBack={back}
        />
      ) : (
        <Broken problem={taking.problem} onBack={back} onRetry={() => start(chosen)} />
      )}
    </Dialog>
  );
}

/** Statements for the command; with attachments as a zip that is unpacked into one folder. */
async function statementsFile(said: readonly Statement[], signal: AbortSignal): Promise<NamedBytes> {
  const files: Record<string, Uint8Array> = {};
  const paths = new Map<string, string>();
  for (const a of said.flatMap((s) => s.attachments)) {
    if (paths.has(a.sha256)) continue;
    const name = a.path.split(/[/\\]/).at(-1) || "attachment";
    const path = freeName(name, new Set([...Object.keys(files), "statements.json"]));
    files[path] = await productsApi.bytes(a.sha256, signal);
    paths.set(a.sha256, path);
  }
  const placed = said.map((s) => ({
    ...s,
    attachments: s.attachments.map((a) => ({ ...a, path: paths.get(a.sha256) ?? a.path })),
  }));
  const json = textFile(`${JSON.stringify(placed, null, 2)}\n`, "statements.json", "application/json");
  if (paths.size === 0) return json;
  const { zipSync } = await import("fflate");
  return {
    name: "statements.zip",
    bytes: zipSync({ "statements.json": json.bytes, ...files }, { level: 0 }) as Uint8Array<ArrayBuffer>,
    mediaType: "application/zip",
  };
}

/** One bundle as it came; several together in a zip, each as it came. */
async function bundled(bundles: Kept["body"]["bundles"], signal: AbortSignal): Promise<NamedBytes> {
  const files: NamedBytes[] = [];
  for (const { sha256, name } of bundles)
    files.push({ name, bytes: await productsApi.bytes(sha256, signal), mediaType: "application/zip" });
  const [first] = files;
  if (first && files.length === 1) return first;
  const { zipSync } = await import("fflate");
  const content: Record<string, Uint8Array> = {};
  files.forEach((f, i) => {
    content[`${i + 1}_${f.name}`] = f.bytes;
  });
  return {
    name: "evidence-bundles.zip",
    bytes: zipSync(content, { level: 0 }) as Uint8Array<ArrayBuffer>,
    mediaType: "application/zip",
  };
}
