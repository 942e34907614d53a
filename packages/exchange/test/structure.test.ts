/**
 * What the tools' own schemas ask of the files that we write: required fields and types, told here from the schemas of
 * OWASP/threat-dragon (threat-dragon-v2.schema.json) and iriusrisk/OpenThreatModel (otm_schema.json, 0.2.0). No package
 * ships these schemas; where a copy lies under ../shared/schemas, it is used besides.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Study } from "@seiza/model";
import Ajv from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type ExportFormat, exportModel, importModel } from "../src/index.ts";
import { catalog, EXAMPLES, ROOT, samplesOf } from "./samples.ts";

const text = z.string();
const optional = z.string().nullish();
const attributes = z.record(z.string(), z.unknown()).nullish();
const size = z.object({ width: z.number(), height: z.number() }).nullish();
const parent = z.union([
  z.object({ trustZone: text, component: z.undefined().optional() }),
  z.object({ component: text, trustZone: z.undefined().optional() }),
]);
const view = z.object({
  representation: text,
  id: text,
  name: optional,
  position: z.object({ x: z.number(), y: z.number() }).nullish(),
  size,
  attributes,
});
const threat = z.object({ threat: text, state: text });
const strings = z.array(z.string().nullable()).nullish();
const Otm = z.object({
  otmVersion: text,
  project: z.object({
    name: text,
    id: text,
    description: optional,
    owner: optional,
    tags: z.array(text).nullish(),
    attributes,
  }),
  representations: z.array(
    z.object({ name: text, id: text, type: text, description: optional, size, attributes }),
  ),
  assets: z.array(
    z.object({
      id: text,
      name: text,
      risk: z.object({ confidentiality: z.number(), integrity: z.number(), availability: z.number() }),
      attributes,
    }),
  ),
  trustZones: z.array(
    z.object({
      id: text,
      name: text,
      type: z.string().optional(),
      description: optional,
      risk: z.object({ trustRating: z.number() }),
      parent: parent.optional(),
      representations: z.array(view).nullish(),
      attributes,
    }),
  ),
  components: z.array(
    z.object({
      id: text,
      name: text,
      type: text,
      description: optional,
      parent,
      representations: z.array(view).nullish(),
      assets: z.object({ processed: strings, stored: strings }).nullish(),
      threats: z.array(threat).nullish(),
      tags: strings,
      attributes,
    }),
  ),
  dataflows: z.array(
    z.object({
      id: text,
      name: text,
      source: text,
      destination: text,
      bidirectional: z.boolean().nullish(),
      assets: strings,
      threats: z.array(threat).nullish(),
      tags: strings,
      attributes,
    }),
  ),
  threats: z.array(z.object({ id: text, name: text, risk: z.object({ impact: z.number() }) })),
  mitigations: z.array(z.object({ id: text, name: text, riskReduction: z.number() })),
});

const marker = z.union([z.string(), z.object({ name: text })]);
const end = z.object({
  cell: z.string().optional(),
  x: z.number().int().optional(),
  y: z.number().int().optional(),
});
const ThreatDragon = z.object({
  version: z.string().max(10),
  summary: z.object({
    title: text,
    description: z.string().optional(),
    owner: z.string().optional(),
    id: z.union([z.number().int().min(0), z.string().min(2)]).optional(),
  }),
  detail: z.object({
    contributors: z.array(z.object({ name: z.string().optional() })),
    diagramTop: z.number().int().min(0),
    threatTop: z.number().int().min(0),
    reviewer: text,
    diagrams: z.array(
      z.object({
        id: z.number().int().min(0),
        title: text,
        diagramType: z.string().min(3),
        thumbnail: text,
        version: z.string().max(10),
        description: z.string().optional(),
        cells: z
          .array(
            z.object({
              id: z.string().min(2),
              shape: text,
              zIndex: z.number().int(),
              position: z.object({ x: z.number(), y: z.number() }).optional(),
              size: z.object({ width: z.number().min(10), height: z.number().min(10) }).optional(),
              connector: z.string().optional(),
              source: end.optional(),
              target: end.optional(),
              vertices: z.array(z.object({ x: z.number(), y: z.number() })).optional(),
              attrs: z
                .object({
                  body: z
                    .object({ stroke: text, strokeWidth: z.number(), strokeDasharray: z.string().nullable() })
                    .optional(),
                  line: z.object({ targetMarker: marker, sourceMarker: marker.optional() }).optional(),
                })
                .optional(),
              data: z
                .object({
                  type: text,
                  hasOpenThreats: z.boolean(),
                  name: z.string().optional(),
                  description: z.string().optional(),
                  protocol: z.string().optional(),
                  isEncrypted: z.boolean().optional(),
                  outOfScope: z.boolean().optional(),
                })
                .optional(),
            }),
          )
          .optional(),
      }),
    ),
  }),
});

const write = (study: Study, to: ExportFormat) => JSON.parse(exportModel(study, to, { catalog }).text);
const schemas = join(process.env.SEIZA_SCHEMAS ?? join(ROOT, "../shared/schemas"));
const official: Record<ExportFormat, string> = {
  otm: join(schemas, "otm/otm_schema.json"),
  "threat-dragon": join(schemas, "threat-dragon/threat-dragon-v2.schema.json"),
};
const samples = ["otm", "threat-dragon", "threagile", "tm7", "drawio"]
  .flatMap(samplesOf)
  .filter((s) => !/NEGATIVE|expected/.test(s.path))
  .map((s): [string, Study] => {
    const { study } = importModel(s.bytes, s.path, { catalog });
    if (!study) throw new Error(s.path);
    return [s.path, study];
  });

describe.each([
  ["otm", Otm],
  ["threat-dragon", ThreatDragon],
] as const)("%s", (to, shape) => {
  test.each([...EXAMPLES, ...samples])("%s is written as the tool's schema asks", (_, study) => {
    const { error } = shape.safeParse(write(study, to));
    expect(error?.issues.slice(0, 3) ?? []).toEqual([]);
  });

  test.skipIf(!existsSync(official[to])).each([...EXAMPLES, ...samples])(
    "%s fits the official schema",
    (_, study) => {
      const validate = new Ajv({ strict: false }).compile({
        ...JSON.parse(readFileSync(official[to], "utf8")),
        $schema: undefined,
      });
      expect(validate(write(study, to)), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
    },
  );

  test.each(EXAMPLES)("%s: every end of a flow is there, every id stands once", (_, study) => {
    const model = write(study, to);
    const check = (ids: string[], ends: string[]) => {
      expect(new Set(ids).size).toBe(ids.length);
      for (const e of ends) expect(ids).toContain(e);
    };
    if (to === "otm") {
      const ids = [...model.components, ...model.trustZones].map((c: { id: string }) => c.id);
      check(ids, [
        ...model.dataflows.flatMap((f: { source: string; destination: string }) => [f.source, f.destination]),
        ...model.components.map((c: { parent: { trustZone: string } }) => c.parent.trustZone),
      ]);
    } else
      for (const d of model.detail.diagrams) {
        const ids = d.cells.map((c: { id: string }) => c.id);
        check(
          ids,
          d.cells.flatMap((c: { source?: { cell: string }; target?: { cell: string } }) =>
            c.source && c.target ? [c.source.cell, c.target.cell] : [],
          ),
        );
      }
  });
});
