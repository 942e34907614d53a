/** The report: a single HTML file that opens offline, in both languages. */
import type { Dossier } from "@seiza/dossier";
import { render } from "preact-render-to-string";
import { type Lang, M, type MessageKey } from "../messages.ts";
import { canvasOf, paint } from "../picture/index.ts";
import { drawnRoutes } from "../picture/routes.ts";
import { Annex, Decisions, Warnings } from "./closing.tsx";
import { SCRIPT } from "./script.ts";
import { Step1 } from "./step1.tsx";
import { Step2 } from "./step2.tsx";
import { Step3 } from "./step3.tsx";
import { Step4 } from "./step4.tsx";
import { Step5 } from "./step5.tsx";
import { Step6 } from "./step6.tsx";
import { STYLE } from "./style.ts";
import { Summary } from "./summary.tsx";
import { T, View, W } from "./view.tsx";

const CONTENTS: [id: string, key: MessageKey, under?: [string, MessageKey][]][] = [
  ["summary", "summary"],
  ["step1", "step1", [["types", "types"]]],
  [
    "step2",
    "step2",
    [
      ["priorities", "priorities"],
      ["sources", "sources"],
      ["assets", "assets"],
      ["threats", "threats"],
      ["routes", "routes"],
    ],
  ],
  ["step3", "step3"],
  ["step4", "step4"],
  [
    "step5",
    "step5",
    [
      ["plan", "planHead"],
      ["coverage", "coverage"],
      ["activities", "activities"],
      ["crosswalk", "crosswalk"],
    ],
  ],
  ["step6", "step6"],
  ["decisions", "decisions"],
  ["annex", "annex"],
];

const attribute = (text: string) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

/** @param options.lang language shown first; the other is one click away */
export async function renderHtml(dossier: Dossier, options: { lang: Lang }): Promise<string> {
  const view = new View(dossier);
  const pictures = new Map<string, readonly [string, string]>();
  const routed = new Map<string, readonly [string, string]>();
  for (const cfg of dossier.step1.configurations) {
    const ja = await canvasOf(cfg, dossier, "ja");
    const en = await canvasOf(cfg, dossier, "en");
    pictures.set(cfg.id, [paint(ja, cfg.name), paint(en, cfg.name)]);
    const routes = drawnRoutes(dossier, cfg.id);
    const title = {
      ja: `${cfg.name.ja} — ${M.routesPicture.ja}`,
      en: `${cfg.name.en} — ${M.routesPicture.en}`,
    };
    if (routes.length > 0) routed.set(cfg.id, [paint(ja, title, routes), paint(en, title, routes)]);
  }
  const { study, generator, catalogue } = dossier;
  const body = render(
    <>
      <a class="skip" href="#content">
        <T k="skip" />
      </a>
      <div class="frame">
        <nav class="toc" aria-label={M.contents[options.lang]}>
          <div class="lang" role="group" aria-label="Language">
            <button type="button" value="ja" aria-pressed={options.lang === "ja"} lang="ja">
              日本語
            </button>
            <button type="button" value="en" aria-pressed={options.lang === "en"} lang="en">
              English
            </button>
          </div>
          <ol>
            {CONTENTS.map(([id, key, under]) => (
              <li>
                <a href={`#${id}`}>
                  <T k={key} />
                </a>
                {under && (
                  <ol>
                    {under.map(([sub, k]) => (
                      <li>
                        <a href={`#${sub}`}>
                          <T k={k} />
                        </a>
                      </li>
                    ))}
                  </ol>
                )}
              </li>
            ))}
          </ol>
        </nav>
        <main id="content">
          <header class="top">
            <p class="kind">
              <T k="report" />
            </p>
            <h1>
              <W t={study.name} />
            </h1>
            <p class="note">
              {study.counts.configurations} <T k="configurations" /> · {study.counts.components}{" "}
              <T k="components" /> · {study.counts.units} <T k="units" /> · {study.counts.productTypes}{" "}
              <T k="productTypesN" /> · Seiza {generator.version}
              {catalogue.packs.length > 0 && ` · ${catalogue.packs.join(", ")}`}
            </p>
            <p class="disclaimer">
              <T k="notice" />
            </p>
          </header>
          <Summary view={view} />
          <Step1 view={view} pictures={pictures} />
          <Step2 view={view} routed={routed} />
          <Step3 view={view} />
          <Step4 view={view} />
          <Step5 view={view} />
          <Step6 view={view} />
          <Decisions view={view} />
          <Warnings view={view} />
          <Annex view={view} />
        </main>
      </div>
    </>,
  );
  const title = (l: Lang) => attribute(`${study.name[l]} — ${M.report[l]}`);
  return `<!doctype html>
<html lang="${options.lang}" data-lang="${options.lang}" data-title-ja="${title("ja")}" data-title-en="${title("en")}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Seiza ${attribute(generator.version)}">
<link rel="icon" href="data:,">
<title>${title(options.lang)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
<script>${SCRIPT}</script>
</body>
</html>
`;
}
