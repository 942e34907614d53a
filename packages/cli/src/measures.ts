/** What `--label`, `--with` and `--weight` say, checked against the study, as measures of the route engine. */
import { analyse, Measures, type RouteStudy } from "@seiza/analysis";
import { nearest } from "@seiza/model";
import { UserError } from "./files.ts";

export interface MeasureOptions {
  label?: string[];
  with?: string[];
}

const unknownType = (study: RouteStudy, text: string, option: string): UserError => {
  const ids = study.index.types.map((t) => t.id);
  const close = nearest(text, ids);
  return new UserError(
    {
      ja: `${option}: 製品類型「${text}」は検討ファイルにありません`,
      en: `${option}: the study has no product type "${text}"`,
    },
    {
      ja: close ? `「${close}」ではありませんか。製品類型: ${ids.join("、")}` : `製品類型: ${ids.join("、")}`,
      en: close ? `did you mean "${close}"? Types: ${ids.join(", ")}` : `types: ${ids.join(", ")}`,
    },
  );
};

function typeOf(study: RouteStudy, text: string, option: string): number {
  const at = study.index.types.findIndex((t) => t.id === text);
  if (at < 0) throw unknownType(study, text, option);
  return at;
}

/** Types that a name means: one, or `all` those that can carry a label. */
function labelled(study: RouteStudy, name: string): number[] {
  if (name === "all") return study.labelTypes;
  const type = typeOf(study, name, "--label");
  if (!study.labelTypes.includes(type))
    throw new UserError(
      {
        ja: `--label: 「${name}」はラベルの対象になりません(IPで通信しない、汎用のIT、クラウド、アプリなど)`,
        en: `--label: "${name}" cannot carry a label (no IP, general-purpose IT, a cloud service or an app)`,
      },
      {
        ja: `対象になり得る製品類型: ${study.labelTypes.map((t) => study.index.types[t]?.id).join("、")}`,
        en: `types that can: ${study.labelTypes.map((t) => study.index.types[t]?.id).join(", ")}`,
      },
    );
  return [type];
}

/** Countermeasures that ④ asks of the product of a type beyond ★1: what a ★2 could hold. */
function requirementsOf(study: RouteStudy): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const r of analyse(study.index).step4.requirements) {
    if (r.countermeasure === undefined || r.status === "dropped") continue;
    const list = found.get(r.type.slice(3));
    if (list) list.push(r.countermeasure);
    else found.set(r.type.slice(3), [r.countermeasure]);
  }
  return found;
}

/**
 * @throws UserError on an unknown type, level, criterion or requirement, naming what there is
 */
export function measuresFrom(study: RouteStudy, options: MeasureOptions): Measures {
  const measures = new Measures(study.index.types.length);
  const { criteria } = study.graph.book;
  let requirements: Map<string, string[]> | undefined;
  for (const text of options.label ?? []) {
    const [name, levelText, more] = text.split("=");
    const level = Number(levelText);
    if (
      more !== undefined ||
      levelText === undefined ||
      levelText === "" ||
      !Number.isInteger(level) ||
      level < 0 ||
      level > 2
    )
      throw new UserError(
        {
          ja: `--label: 「${text}」の★のレベルは使えません`,
          en: `--label: "${text}" gives no level that can be tried`,
        },
        {
          ja: "「類型=1」(★1)、「類型=2」(★1に④の製品要件を加えたもの)、「類型=0」(なし)のいずれかです。★3・★4の基準はまだ分析の対象ではありません",
          en: "it is type=1 (★1), type=2 (★1 with the product requirements of ④) or type=0 (none). Criteria of ★3 and ★4 are not known to the analysis",
        },
      );
    for (const type of labelled(study, name ?? "")) {
      if (level >= 1) measures.label(type, criteria.length);
      if (level < 2) continue;
      requirements ??= requirementsOf(study);
      for (const control of requirements.get(study.index.types[type]?.id ?? "") ?? [])
        measures.control(type, study.method.controlAt.get(control) as number);
    }
  }
  for (const text of options.with ?? []) {
    const requirement = /^(?:rq:)?([^/:]+)\/([^/]+)$/.exec(text);
    const criterion = /^([^/:]+):(S1\.1-\d\d)$/.exec(text);
    if (requirement) {
      const type = typeOf(study, requirement[1] as string, "--with");
      const control = study.method.controlAt.get(requirement[2] as string);
      if (control === undefined)
        throw new UserError(
          {
            ja: `--with: 対策「${requirement[2]}」はありません`,
            en: `--with: there is no countermeasure "${requirement[2]}"`,
          },
          {
            ja: "seiza catalog list countermeasures で一覧できます",
            en: "seiza catalog list countermeasures shows them",
          },
        );
      measures.control(type, control);
    } else if (criterion) {
      const at = criteria.indexOf(criterion[2] as string);
      if (at < 0)
        throw new UserError(
          {
            ja: `--with: 適合基準「${criterion[2]}」はありません`,
            en: `--with: there is no criterion "${criterion[2]}"`,
          },
          {
            ja: `${criteria[0]}〜${criteria.at(-1)} です`,
            en: `they are ${criteria[0]} to ${criteria.at(-1)}`,
          },
        );
      measures.criterion(typeOf(study, criterion[1] as string, "--with"), at);
    } else
      throw new UserError(
        { ja: `--with: 「${text}」を読み取れません`, en: `--with: cannot read "${text}"` },
        {
          ja: "要件なら「rq:類型/CM12」、適合基準なら「類型:S1.1-04」と書いてください",
          en: "write rq:type/CM12 for a requirement or type:S1.1-04 for a criterion",
        },
      );
  }
  return measures;
}

/**
 * Weights of types or criteria, 1 where none is given.
 * @throws UserError on a weight that is no number or negative
 */
export function weightsFrom(
  given: readonly string[] | undefined,
  known: readonly string[],
): Map<string, number> {
  const weights = new Map<string, number>();
  for (const text of given ?? []) {
    const at = text.lastIndexOf("=");
    const name = text.slice(0, Math.max(0, at));
    const value = Number(text.slice(at + 1));
    if (at < 0 || text.slice(at + 1).trim() === "" || !Number.isFinite(value) || value < 0)
      throw new UserError(
        {
          ja: `--weight: 「${text}」の重みは0以上の数でなければなりません`,
          en: `--weight: "${text}": a weight has to be a number, not below 0`,
        },
        { ja: "例: --weight gateway=2.5", en: "for example --weight gateway=2.5" },
      );
    if (!known.includes(name)) {
      const close = nearest(name, [...known]);
      throw new UserError(
        { ja: `--weight: 「${name}」はありません`, en: `--weight: there is no "${name}"` },
        {
          ja: close ? `「${close}」ではありませんか` : `使える名前: ${known.join("、")}`,
          en: close ? `did you mean "${close}"?` : `names are: ${known.join(", ")}`,
        },
      );
    }
    weights.set(name, value);
  }
  return weights;
}
