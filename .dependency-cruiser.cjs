/**
 * Imports follow the data: catalog → model → exchange → analysis → conformance → dossier → render; store → server; web beside them, cli on top.
 * See docs/architecture.md.
 */
const stair = [
  "catalog",
  "model",
  "exchange",
  "analysis",
  "conformance",
  "dossier",
  "render",
  "store",
  "server",
  "web",
  "cli",
];
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
      name: "consequences-know-no-foreign-format",
      comment: "Files of other tools become a study before anything else sees them.",
      severity: "error",
      from: { path: "^packages/(analysis|dossier|render)/" },
      to: { path: "^packages/exchange/" },
    },
    {
      name: "store-holds-and-decides-nothing",
      severity: "error",
      from: { path: "^packages/store/src" },
      to: { path: "^packages/(catalog|analysis|dossier|render)/" },
    },
    {
      name: "web-speaks-to-the-server-over-http",
      comment: "It runs the pure packages itself, in a worker; store and server it knows by their API.",
      severity: "error",
      from: { path: "^packages/web/src" },
      to: { path: "^packages/(store|server|cli)/" },
    },
    {
      name: "nothing-imports-the-web",
      severity: "error",
      from: { path: "^packages/(?!web)" },
      to: { path: "^packages/web/" },
    },
    {
      name: "pure-packages-touch-no-machine",
      comment:
        "They run in a browser unchanged. render/src/node compiles what the pure parts wrote, with native libraries, and has an entry of its own.",
      severity: "error",
      from: {
        path: "^packages/(catalog|model|exchange|analysis|conformance|dossier|render)/src",
        pathNot: "^packages/(render|conformance)/src/node/",
      },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "native-libraries-stay-at-the-edge",
      comment:
        "Typst and resvg are native: only render/src/node knows them, and no pure part knows render/src/node.",
      severity: "error",
      from: { path: "^packages/", pathNot: "^packages/render/src/node/" },
      to: { path: "node_modules/(@myriaddreamin|@resvg)/" },
    },
    {
      name: "render-is-pure-without-its-node-entry",
      severity: "error",
      from: { path: "^packages/render/src/", pathNot: "^packages/render/src/node/" },
      to: { path: "^packages/render/src/node/" },
    },
    {
      name: "criteria-know-no-socket",
      comment: "Probes write facts, criteria read them: no verdict in a probe, no socket in a criterion.",
      severity: "error",
      from: { path: "^packages/conformance/src/", pathNot: "^packages/conformance/src/node/" },
      to: { path: "^packages/conformance/src/node/" },
    },
    {
      name: "the-simulator-knows-no-product-code",
      comment: "It plays the device: what is checked against it must not be made of the same code.",
      severity: "error",
      from: { path: "^packages/simulator/src" },
      to: { path: "^packages/(?!simulator)" },
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
