/**
 * ⑥ Whether ★2 or above is needed (★2以上の整備要否), and whether it can be argued. Guide P.21; rules R13 and R14. The tool
 * prepares the case; the scheme's operator decides on need and time.
 */
import type { Text } from "@seiza/catalog";
import type { Market, StudyIndex, StudyText } from "@seiza/model";
import type { Decisions } from "../decisions.ts";
import { idOf } from "../ids.ts";
import { BANDS, type Method } from "../method.ts";
import type {
  AttackRoute,
  Candidate,
  GroundRow,
  NeedRow,
  ProductTypeRow,
  Requirement,
  Step1,
  Step2,
  Step4,
  Step6,
  ThreatGroup,
} from "../result.ts";
import { componentId } from "../step1-definition/index.ts";
import { bilingual } from "../words.ts";

const t = (ja: string, en: string): Text => ({ ja, en });
/** Routes shown for one type. */
const SHOWN_ROUTES = 5;

/** Threat groups of a type that ★1 leaves at a risk which a product could lower (R13). */
function residualGroups(method: Method, groups: readonly ThreatGroup[]): ThreatGroup[] {
  const { notForNeed, needBand, needImportanceBand, needImportance } = method.entry.routes;
  return groups.filter(
    (g) =>
      g.status === "open" &&
      g.star1.considered !== "yes" &&
      !notForNeed.includes(g.threat) &&
      (BANDS.indexOf(g.afterStar1) <= BANDS.indexOf(needBand) ||
        (BANDS.indexOf(g.afterStar1) <= BANDS.indexOf(needImportanceBand) &&
          g.worst.importance >= needImportance)),
  );
}

/** A step of a route that ★1 leaves open and that a measure of the type it happens on would stop. */
interface OpenStep {
  route: AttackRoute;
  type: string;
  /** Requirements of ④ any of which would stop it. */
  requirements: string[];
}

/**
 * Steps of routes that would stay open whatever is done about the left threats (R13): none of the types in need has a
 * step on the route which its requirements would stop. Of the others the one nearest to the goal is named.
 * @param routes open after ★1 at or above the threshold
 */
function overlooked(
  routes: readonly AttackRoute[],
  typeOf: ReadonlyMap<string, string>,
  inNeed: ReadonlySet<string>,
  requirements: ReadonlyMap<string, Requirement>,
): OpenStep[] {
  return routes.flatMap((route) => {
    const steps = route.steps.flatMap((step): OpenStep[] => {
      const type = typeOf.get(step.to);
      if (type === undefined) return [];
      const could = step.stoppedBy
        .map((control) => idOf.requirement(type.slice(3), control))
        .filter((id) => {
          const r = requirements.get(id);
          return r !== undefined && r.status !== "dropped" && r.star1.relation !== "same";
        });
      return could.length === 0 ? [] : [{ route, type, requirements: could }];
    });
    const last = steps.at(-1);
    return last === undefined || steps.some((s) => inNeed.has(s.type)) ? [] : [last];
  });
}

/** Requirements beyond ★1 that meet what is left: candidate criteria, with how each would be evaluated. */
function candidatesOf(
  requirements: readonly Requirement[],
  residual: readonly ThreatGroup[],
  open: readonly OpenStep[],
  decisions: Decisions,
): Candidate[] {
  const left = new Set(residual.map((g) => g.id));
  const stopping = new Set(open.flatMap((s) => s.requirements));
  const rows: Candidate[] = [];
  for (const r of requirements) {
    const groups = r.groups.filter((g) => left.has(g));
    if (r.star1.relation === "same" || r.status === "dropped") continue;
    if (groups.length === 0 && !stopping.has(r.id)) continue;
    const id = idOf.candidate(r.id);
    const change = decisions.change(id, "statement");
    const judgement = decisions.judgement(id);
    const decided: string[] = [];
    for (const d of [change, judgement])
      if (d) {
        decisions.applied(d);
        decided.push(idOf.decision(d.id));
      }
    rows.push({
      id,
      requirement: r.id,
      statement: change?.set?.statement ? bilingual(change.set.statement) : r.statement,
      verification: r.verification,
      groups,
      status:
        judgement?.action === "drop"
          ? "dropped"
          : change
            ? "changed"
            : judgement?.action === "accept"
              ? "accepted"
              : "proposed",
      ...(decided.length === 0 ? {} : { decided }),
    });
  }
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

type Maker = NonNullable<Market["makers"]>[number];
const proven = (x: { evidence?: string | undefined; date?: string | undefined }) =>
  x.evidence !== undefined && x.evidence.trim() !== "" && x.date !== undefined;
const shown = (x: { evidence?: string | undefined; date?: string | undefined }) => ({
  ...(x.evidence === undefined ? {} : { evidence: x.evidence }),
  ...(x.date === undefined ? {} : { date: x.date }),
});
const percent = (n: number) => `${Math.round(n * 10) / 10}`;

/** Makers' summed share with commitment against the line (50 %). */
function makerShare(makers: readonly Maker[], line: number): GroundRow {
  const missing: Text[] = [];
  let yes = 0;
  let known = 0;
  let unproven = 0;
  for (const m of makers) {
    const share = m.sharePercent ?? 0;
    known += share;
    const name = bilingual(m.name);
    if (m.sharePercent === undefined)
      missing.push(t(`${name.ja}のシェアが記されていない`, `the share of ${name.en} is not stated`));
    if (m.commits === "unknown")
      missing.push(t(`${name.ja}の意向が確かめられていない`, `the stance of ${name.en} is not confirmed`));
    if (m.commits !== "yes") continue;
    if (proven(m)) yes += share;
    else {
      unproven += share;
      missing.push(
        t(
          `${name.ja}の合意を示す証拠又は日付がない`,
          `evidence or date of ${name.en}'s agreement is missing`,
        ),
      );
    }
  }
  // Shares of more than the whole market prove nothing.
  const isSound = known <= 100;
  const met = isSound && yes >= line;
  if (!isSound)
    missing.unshift(
      t(
        `シェアの合計が ${percent(known)} % で 100 % を超えており、数えられない`,
        `shares add up to ${percent(known)} %, more than the market, and cannot be counted`,
      ),
    );
  if (!met && known < 100)
    missing.push(
      t(
        `シェアが分かっているのは市場の ${percent(known)} % まで`,
        `shares are known for ${percent(known)} % of the market only`,
      ),
    );
  const couldStill =
    yes +
    unproven +
    (100 - known) +
    makers.filter((m) => m.commits === "unknown").reduce((s, m) => s + (m.sharePercent ?? 0), 0);
  return {
    ground: "maker-share",
    state: met ? "met" : !isSound || (couldStill >= line && missing.length > 0) ? "missing" : "not-met",
    text: t(
      `証拠のある合意は合計 ${percent(yes)} %(目安 ${line} %)`,
      `agreement with evidence adds up to ${percent(yes)} % (line: ${line} %)`,
    ),
    missing: met ? [] : missing,
    evidence: makers.map((m) => ({
      name: t(
        `${bilingual(m.name).ja}${m.sharePercent === undefined ? "" : ` ${percent(m.sharePercent)} %`}`,
        `${bilingual(m.name).en}${m.sharePercent === undefined ? "" : ` ${percent(m.sharePercent)} %`}`,
      ),
      ...shown(m),
      counts: isSound && m.commits === "yes" && proven(m),
    })),
  };
}

function guidelineDemand(market: Market | undefined): GroundRow {
  const list = [...(market?.guidelines ?? [])].sort(byName);
  const asks = list.filter((g) => g.demand === "mandatory" || g.demand === "strong");
  const met = asks.some(proven);
  const missing: Text[] = [];
  for (const g of list) {
    const name = bilingual(g.name);
    if (g.demand === "unknown")
      missing.push(t(`${name.ja}の方針が確かめられていない`, `the stance of ${name.en} is not known`));
    else if (asks.includes(g) && !proven(g))
      missing.push(
        t(`${name.ja}の方針を示す証拠又は日付がない`, `evidence or date for ${name.en} is missing`),
      );
  }
  if (list.length === 0)
    missing.push(
      t(
        "分野の制度・ガイドラインが一つも調べられていない",
        "no scheme or guideline of the field was looked at",
      ),
    );
  return {
    ground: "guideline-demand",
    state: met ? "met" : missing.length > 0 ? "missing" : "not-met",
    text: met
      ? t("取得製品の調達・利用を求める方針がある", "a guideline asks for labelled products")
      : t(
          "取得製品の調達・利用を求める方針は示されていない",
          "no guideline is shown to ask for labelled products",
        ),
    missing: met ? [] : missing,
    evidence: list.map((g) => ({
      name: bilingual(g.name),
      ...shown(g),
      counts: asks.includes(g) && proven(g),
    })),
  };
}

function integratorCommitment(market: Market | undefined, top: number): GroundRow {
  const list = [...(market?.integrators ?? [])].sort((a, b) => a.rank - b.rank || byName(a, b));
  const missing: Text[] = [];
  let agreed = 0;
  let refused = false;
  for (let rank = 1; rank <= top; rank++) {
    const x = list.find((i) => i.rank === rank);
    if (!x) {
      missing.push(t(`上位${rank}位の事業者が記されていない`, `the company ranked ${rank} is not named`));
      continue;
    }
    const name = bilingual(x.name);
    if (x.commits === "no") refused = true;
    else if (x.commits === "unknown")
      missing.push(t(`${name.ja}の方針が確かめられていない`, `the stance of ${name.en} is not confirmed`));
    else if (!proven(x))
      missing.push(
        t(`${name.ja}の方針を示す証拠又は日付がない`, `evidence or date of ${name.en}'s stance is missing`),
      );
    else agreed++;
  }
  const met = agreed === top;
  return {
    ground: "integrator-commitment",
    state: met ? "met" : refused ? "not-met" : "missing",
    text: t(
      `上位${top}社のうち ${agreed} 社に証拠のある合意`,
      `${agreed} of the top ${top} agree with evidence`,
    ),
    missing: met ? [] : missing,
    evidence: list.map((x) => ({
      name: t(`${x.rank}. ${bilingual(x.name).ja}`, `${x.rank}. ${bilingual(x.name).en}`),
      ...shown(x),
      counts: x.commits === "yes" && proven(x) && x.rank <= top,
    })),
  };
}

/** Order that does not depend on the file's: by name. */
const byName = (a: { name: StudyText }, b: { name: StudyText }) => {
  const [x, y] = [bilingual(a.name), bilingual(b.name)];
  return x.ja < y.ja ? -1 : x.ja > y.ja ? 1 : x.en < y.en ? -1 : x.en > y.en ? 1 : 0;
};

function groundsOf(index: StudyIndex, type: string): GroundRow[] {
  const { market } = index.study;
  const makers = (market?.makers ?? [])
    .filter((m) => m.type === type)
    .sort((a, b) => (b.sharePercent ?? 0) - (a.sharePercent ?? 0) || byName(a, b));
  const line = index.catalog["star2-grounds"].get("maker-share")?.threshold?.value ?? 50;
  const top = index.catalog["star2-grounds"].get("integrator-commitment")?.threshold?.value ?? 3;
  const share = makerShare(makers, line);
  if (makers.length === 0)
    share.missing.unshift(
      t("この製品類型のベンダーが一つも記されていない", "no maker of this product type is named"),
    );
  return [share, guidelineDemand(market), integratorCommitment(market, top)];
}

function resultOf(
  need: boolean,
  grounds: readonly GroundRow[],
): { result: NeedRow["result"]; missing: Text[] } {
  if (!need) return { result: "not-needed", missing: [] };
  if (grounds.some((g) => g.state === "met")) return { result: "needed", missing: [] };
  const missing = grounds.filter((g) => g.state === "missing").flatMap((g) => g.missing);
  if (missing.length === 0)
    missing.push(
      t(
        "三つの根拠のいずれも成り立たない。当面は★1と設置・運用の条件で対応し、見直す期日を決める",
        "none of the three grounds holds: rely on ★1 and conditions on site and operation for now, and set a date to look again",
      ),
    );
  return { result: "not-yet-arguable", missing };
}

function needRow(
  index: StudyIndex,
  method: Method,
  type: ProductTypeRow,
  residual: readonly ThreatGroup[],
  open: readonly OpenStep[],
  requirements: readonly Requirement[],
  routes: readonly AttackRoute[],
  decisions: Decisions,
): NeedRow {
  const ref = type.id.slice(3);
  const need = residual.length > 0 || open.length > 0;
  const own = [...new Set([...open.map((s) => s.route), ...routes])].slice(0, SHOWN_ROUTES).map((r) => r.id);
  const inStar1 = new Map(method.kinds.map((k) => [k.entry.id, k.entry.inStar1]));
  const kinds = [...new Set(residual.flatMap((g) => g.assetKinds))].sort(
    (a, b) => Number(inStar1.get(a) ?? false) - Number(inStar1.get(b) ?? false) || (a < b ? -1 : 1),
  );
  const grounds = groundsOf(index, ref);
  const { result, missing } = resultOf(need, grounds);
  const id = idOf.need(ref);
  return {
    id,
    type: type.id,
    need,
    strength: new Set(residual.map((g) => `${g.threat}/${g.assetClass}`)).size,
    groups: residual.map((g) => g.id),
    routes: need ? own : [],
    assets: kinds.map((k) => ({ id: idOf.assetGroup(ref, k), inStar1: inStar1.get(k) ?? false })),
    candidates: need ? candidatesOf(requirements, residual, open, decisions) : [],
    grounds,
    result,
    missing,
    because: {
      rule: need ? "R14" : "R13",
      from: [type.id, ...residual.map((g) => g.id), ...(need ? own : [])],
      values: { residual: residual.length, result },
    },
  };
}

/** Product types of the components that routes come to, of those that may carry a label. */
function typesOnRoutes(
  index: StudyIndex,
  routes: readonly AttackRoute[],
  types: readonly ProductTypeRow[],
): Map<string, string> {
  const met = new Set(routes.flatMap((r) => r.steps.map((s) => s.to)));
  const capable = new Set(types.map((t) => t.id));
  const found = new Map<string, string>();
  for (let c = 0; c < index.components.length; c++) {
    const id = componentId(index, c);
    const type = idOf.type(index.types[index.componentType[c] as number]?.id ?? "");
    if (met.has(id) && capable.has(type)) found.set(id, type);
  }
  return found;
}

/** @param routes of ② as listed, worst first within a goal */
export function judgeStar2(
  index: StudyIndex,
  method: Method,
  step1: Step1,
  step2: Step2,
  step4: Step4,
  decisions: Decisions,
): Step6 {
  const by = <T>(rows: readonly T[], key: (row: T) => string) => {
    const map = new Map<string, T[]>();
    for (const row of rows) {
      const list = map.get(key(row));
      if (list) list.push(row);
      else map.set(key(row), [row]);
    }
    return map;
  };
  const groups = by(step2.threatGroups, (g) => g.type);
  const types = step1.productTypes.filter((type) => type.label.capable !== "no");
  const residual = new Map(types.map((t) => [t.id, residualGroups(method, groups.get(t.id) ?? [])]));
  const requirements = by(step4.requirements, (r) => r.type);
  const typeOfGoal = new Map(step2.routes.goals.map((g) => [g.id, g.type]));
  const line = BANDS.indexOf(index.study.system.threshold ?? "B");
  const left = step2.routes.routes.filter(
    (r) => r.afterStar1 !== undefined && BANDS.indexOf(r.afterStar1) <= line,
  );
  const routes = by(left, (r) => typeOfGoal.get(r.goal) ?? "");
  const isAccepted = new Set(step2.routes.goals.filter((g) => g.status === "accepted").map((g) => g.id));
  const open = by(
    overlooked(
      left.filter((r) => !isAccepted.has(r.goal)),
      typesOnRoutes(index, left, types),
      new Set(types.map((t) => t.id).filter((t) => (residual.get(t) ?? []).length > 0)),
      new Map(step4.requirements.map((r) => [r.id, r])),
    ),
    (s) => s.type,
  );
  return {
    types: types.map((type) =>
      needRow(
        index,
        method,
        type,
        residual.get(type.id) ?? [],
        open.get(type.id) ?? [],
        requirements.get(type.id) ?? [],
        routes.get(type.id) ?? [],
        decisions,
      ),
    ),
  };
}
