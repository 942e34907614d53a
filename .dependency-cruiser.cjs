/** Imports follow the data: catalog → model → analysis → dossier → render; cli on top. See docs/architecture.md. */
const stair = ["catalog", "model", "analysis", "dossier", "render", "cli"];
const above = (i) => stair.slice(i + 1).join("|");
module.exports = {
  forbidden: [
    ...stair.slice(0, -1).map((name, i) => ({
      name: `${name}-knows-nothing-to-its-right`,
      severity: "error",
      from: { path: `^packages/${name}/` },
      to: { path: `^packages/(${above(i)})/` },
    })),
    {
      name: "render-reads-the-dossier-only",
      severity: "error",
      from: { path: "^packages/render/src" },
      to: { path: "^packages/(catalog|model|analysis)/" },
    },
    {
      name: "pure-packages-touch-no-machine",
      comment: "They run in a browser unchanged.",
      severity: "error",
      from: { path: "^packages/(catalog|model|analysis|dossier|render)/src" },
      to: { dependencyTypes: ["core"] },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-unresolved",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "generated/|dist/" },
    },
    {
      name: "no-tests-in-products",
      severity: "error",
      from: { path: "^packages/[^/]+/src" },
      to: { path: "/test/|\\.test\\." },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(/dist/|/generated/)" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json"],
    },
  },
};
