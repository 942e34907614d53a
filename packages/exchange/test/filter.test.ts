/** The filter language of threat templates, and templates asked about a study. */
import { resolveStudy } from "@seiza/model";
import { describe, expect, test } from "vitest";
import { FilterError, holds, type Interaction, parseFilter } from "../src/filter.ts";
import { templateThreats } from "../src/index.ts";
import { readTemplate } from "../src/tb7.ts";
import { bytesOf, catalog, EXAMPLES } from "./samples.ts";

const world: Interaction = {
  is: (who, kind) => ({ source: ["SE.P.X", "GE.P"], target: ["GE.DS"], flow: ["GE.DF"] })[who].includes(kind),
  attribute: (who, a) =>
    who === "flow" && a === "54851a3b-65da-4902-b4e0-94ef015be735" ? "None" : a === "yes" ? "Yes" : undefined,
  crosses: (kind) => kind === "GE.TB.B",
};

describe("a filter", () => {
  test.each([
    ["source is 'ROOT'", true],
    ["source is 'GE.P' and target is 'GE.DS'", true],
    ["source is 'GE.EI' or source is 'GE.P' and target is 'GE.P'", false],
    ["(source is 'GE.EI' or source is 'GE.P') and (flow crosses 'GE.TB.L' or flow crosses 'GE.TB.B')", true],
    ["not source is 'GE.P'", false],
    ["not (source is 'GE.EI') and not (not target is 'GE.DS')", true],
    ["source.yes is 'Yes'", true],
    ["source.yes is 'yes'", true],
    ["flow.54851a3b-65da-4902-b4e0-94ef015be735 is 'None'", true],
    ["target.unstated is 'Not Selected'", true],
    ["target.unstated is 'Yes'", false],
    ["source  is\n'GE.P'", true],
  ])("%s", (text, expected) => {
    expect(holds(parseFilter(text), world)).toBe(expected);
  });

  test.each([
    ["source is GE.P", 10],
    ["source 'GE.P'", 7],
    ["sauce is 'GE.P'", 0],
    ["source crosses 'GE.TB.B'", 7],
    ["(source is 'GE.P'", 17],
    ["source is 'GE.P' target is 'GE.P'", 17],
    ["", 0],
    ["source is 'GE.P", 10],
    ["(".repeat(5000), 201],
  ])("%.30s is told with its place", (text, at) => {
    try {
      parseFilter(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(FilterError);
      expect((error as FilterError).at).toBe(at);
    }
  });
});

const template = `<KnowledgeBase xmlns:i="x"><Manifest name="製造業の脅威" id="1" version="2.0" author="a"/>
<GenericElements>${["GE.P", "GE.EI", "GE.DS", "GE.DF", "GE.TB.L", "GE.TB.B"].map((id) => `<ElementType><Name>${id}</Name><ID>${id}</ID><ParentElement>ROOT</ParentElement></ElementType>`).join("")}</GenericElements>
<StandardElements><ElementType><Name>Smart meter</Name><ID>SE.METER</ID><ParentElement>GE.P</ParentElement></ElementType></StandardElements>
<ThreatCategories><ThreatCategory><Name>なりすまし</Name><Id>S</Id></ThreatCategory></ThreatCategories>
<ThreatTypes>
<ThreatType><Id>T1</Id><ShortTitle>{source.Name} から {target.Name} へのなりすまし</ShortTitle><Category>S</Category><Description>{flow.Name}</Description><GenerationFilters><Include>source is 'SE.METER' and flow crosses 'GE.TB.B'</Include><Exclude>flow.providesConfidentiality is 'Yes'</Exclude></GenerationFilters></ThreatType>
<ThreatType><Id>T2</Id><ShortTitle>人</ShortTitle><Category>S</Category><GenerationFilters><Include>source is 'GE.EI'</Include></GenerationFilters></ThreatType>
<ThreatType><Id>T3</Id><ShortTitle>壊れた</ShortTitle><Category>S</Category><GenerationFilters><Include>source was 'x'</Include></GenerationFilters></ThreatType>
</ThreatTypes></KnowledgeBase>`;

test("a template's rules are asked about flows and about what people use; a broken one is told", () => {
  const read = readTemplate(bytesOf(template));
  expect(read).toMatchObject({ name: "製造業の脅威", version: "2.0" });
  expect(read.broken).toMatchObject([{ id: "T3", at: 7 }]);
  const study = EXAMPLES.find(([f]) => f === "smart-home-hems.yaml")?.[1];
  const { index } = resolveStudy(study as NonNullable<typeof study>, catalog);
  if (!index) throw new Error("no index");
  const found = [...templateThreats(index, read)];
  expect(
    found.some((f) => f.rule === "T2" && f.flow === "pe:hems/resident" && f.category === "なりすまし"),
  ).toBe(true);
  // The B route is encrypted by its link.
  expect(found.filter((f) => f.rule === "T1")).toEqual([]);
  const open = structuredClone(study as NonNullable<typeof study>);
  for (const c of open.configurations)
    for (const x of c.components) for (const i of x.interfaces ?? []) i.encryption = "none";
  for (const c of open.configurations) for (const s of c.segments ?? []) s.linkEncryption = "none";
  const again = resolveStudy(open, catalog).index;
  if (!again) throw new Error("no index");
  expect([...templateThreats(again, read)].find((f) => f.rule === "T1")?.title).toBe(
    "スマートメーター から HEMSゲートウェイ へのなりすまし",
  );
});
