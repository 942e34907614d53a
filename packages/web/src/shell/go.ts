/** Going to where an item is shown: its page, its configuration, the item chosen. */
import { useNavigate } from "@tanstack/react-router";
import { useStudyStore } from "../study/context.tsx";
import { stepOf } from "../study/dossier-index.ts";
import { STEP_PATHS } from "../study/step-paths.ts";

/** Configuration that an id lies in, when it lies in one. */
const configurationOf = (id: string): string | undefined => {
  const [prefix, rest = ""] = id.split(/:(.*)/s);
  return ["cf", "zn", "sg", "co", "if", "fl", "pe", "as", "ag", "ar", "cp", "th"].includes(prefix ?? "")
    ? rest.split("/")[0]
    : undefined;
};

export function useGo() {
  const navigate = useNavigate();
  const store = useStudyStore();
  return {
    canGo: (id: string) => stepOf(id) !== undefined,
    go: (id: string, page?: string) => {
      const session = store.getState();
      const step = stepOf(id);
      const to = page === undefined ? step && STEP_PATHS[step - 1] : `/studies/$id${page}`;
      const configuration = configurationOf(id);
      if (configuration !== undefined && session.study.configurations.some((c) => c.id === configuration))
        session.setConfiguration(configuration);
      session.select([id]);
      if (to) void navigate({ to: to as "/studies/$id", params: { id: session.id } });
    },
  };
}
