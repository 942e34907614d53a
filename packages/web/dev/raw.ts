// @ts-nocheck
import { builtinCatalog } from "@seiza/catalog/builtin";
import { generateStudy } from "../../../bench/generate.mjs";
import { sceneOf } from "../src/step1/diagram/scene.ts";
import { DiagramView } from "../src/step1/diagram/view.ts";
const n = Number(new URLSearchParams(location.search).get("n") ?? 1000);
const study = generateStudy(n);
const t0 = performance.now();
const catalog = builtinCatalog();
const t1 = performance.now();
const input = { study, configuration: study.configurations[0], catalog, lang: "ja" };
const scene = sceneOf(input);
const t2 = performance.now();
const view = new DiagramView(document.getElementById("h"), {
  select(ids) { view.setSelection(ids); }, open() {}, move(d) { window.moved = d; view.setScene(scene); }, resize() {}, connect() {}, menu() {}, settled() {},
}, { constrained: "", labelCapable: "", access: (x) => x, trust: (x) => `T${x}` });
view.setScene(scene);
window.view = view; window.scene = scene; window.cost = { catalog: t1 - t0, scene: t2 - t1 };
