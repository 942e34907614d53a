/** ① The system: the diagram editor over the open study. */
import { builtinCatalog } from "@seiza/catalog/builtin";
import { useCallback, useMemo } from "react";
import { useStudy, useStudyStore } from "../study/context.tsx";
import { DiagramEditor } from "./diagram/editor.tsx";
import css from "./page.module.css";

export default function Step1() {
  const catalog = useMemo(builtinCatalog, []);
  const store = useStudyStore();
  const study = useStudy((s) => s.study);
  const configuration = useStudy((s) => s.configuration);
  const setConfiguration = useStudy((s) => s.setConfiguration);
  const newest = useStudy((s) => s.analysis?.dossier);
  // Of the dossier the picture shows ① and the threats; it is not drawn again for what else is worked out later.
  const dossier = useMemo(() => newest, [newest?.step1, newest?.step2.threatGroups, newest?.terms]);
  const problems = useStudy((s) => s.problems);
  const selection = useStudy((s) => s.selection);
  const select = useStudy((s) => s.select);
  const edit = useStudy((s) => s.edit);
  const canUndo = useStudy((s) => s.canUndo);
  const canRedo = useStudy((s) => s.canRedo);
  const why = useStudy((s) => s.why);
  const worker = useStudy((s) => s.worker);
  const undo = useCallback(() => void store.getState().undo(), [store]);
  const redo = useCallback(() => void store.getState().redo(), [store]);
  return (
    <div className={css.page}>
      <DiagramEditor
        study={study}
        configuration={configuration}
        onConfiguration={setConfiguration}
        catalog={catalog}
        dossier={dossier}
        problems={problems}
        selection={selection}
        onSelect={select}
        onEdit={edit}
        arrange={worker.layout}
        toText={(s) => worker.text(s, "yaml")}
        fromText={(text) => worker.read(text, "study.yaml")}
        onUndo={canUndo ? undo : undefined}
        onRedo={canRedo ? redo : undefined}
        onWhy={why}
      />
    </div>
  );
}
