export { type IxitImport, type IxitSource, type IxitUnused, type IxitUsed, importIxit } from "./import.ts";
export { ixitWords } from "./messages.ts";
export { productYaml } from "./yaml.ts";
