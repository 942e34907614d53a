/** The study that a product is linked to: what can be chosen, and what it asks for now. */
import { type Declaration, type LinkedStudy, viewDeclaration } from "@seiza/conformance";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { ApiError, api } from "../api/client.ts";
import type { StudyHead } from "../api/types.ts";
import { useWords } from "../i18n/words.ts";
import { useProduct } from "./context.tsx";
import type { FormState } from "./form/context.tsx";
import type { Linked } from "./judge.ts";

const PAGE = 100;
/** More studies than anyone chooses from in a list. */
const MOST = 1000;

async function allStudies(): Promise<StudyHead[]> {
  const heads: StudyHead[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.studies({
      limit: PAGE,
      sort: "name",
      ...(cursor === undefined ? {} : { cursor }),
    });
    heads.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined && heads.length < MOST);
  return heads;
}

/** Studies of the workspace, and product types of the one that is chosen. */
export function useStudyChoices(): FormState["choices"] {
  const w = useWords();
  const text = useProduct((s) => s.document.text);
  const named = useMemo(() => viewDeclaration(text).value?.["study"], [text]) as
    | { workspace?: unknown }
    | undefined;
  const chosen = typeof named?.workspace === "string" ? named.workspace : undefined;
  const studies = useQuery({
    queryKey: ["studies", "choices"],
    queryFn: allStudies,
    enabled: named !== undefined,
  });
  const study = useQuery({
    queryKey: ["studies", "of", chosen ?? ""],
    queryFn: () => api.study(chosen as string),
    enabled: chosen !== undefined && chosen !== "",
    retry: false,
  });
  return useMemo(
    () => ({
      ...(studies.data
        ? { "study/workspace": studies.data.map((s) => ({ value: s.id, name: w(s.name) })) }
        : {}),
      ...(study.data
        ? {
            "study/productType": study.data.study.productTypes.map((p) => ({
              value: p.id,
              name: `${w(p.name)} (${p.id})`,
            })),
          }
        : {}),
    }),
    [studies.data, study.data, w],
  );
}

/** @param before study of the newest kept assessment */
export function useLinkedStudy(
  named: Declaration["study"] | undefined,
  before: LinkedStudy | undefined,
): Linked {
  const id = named?.workspace;
  const type = named?.productType ?? "";
  const now = useQuery({
    queryKey: ["studies", "requirements", id ?? "", type],
    queryFn: async () => {
      const { head } = await api.study(id as string);
      return api.requirements(head.id, head.revision, type);
    },
    enabled: id !== undefined,
    retry: false,
  });
  return useMemo((): Linked => {
    if (named === undefined) return { isLoading: false };
    if (id === undefined) return { trouble: "file", isLoading: false };
    if (now.data) return { study: now.data, isLoading: false };
    if (!now.isError) return { isLoading: true };
    const kept = before?.id === id && before.productType === type ? { study: before } : {};
    const { error } = now;
    const trouble = !(error instanceof ApiError)
      ? "unreachable"
      : error.status === 422
        ? "unsound"
        : error.problem.code === "product-type-unknown"
          ? "type"
          : "gone";
    return { ...kept, trouble, isLoading: false };
  }, [named, id, type, now, before]);
}
