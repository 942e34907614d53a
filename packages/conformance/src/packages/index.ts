export { ALTERATIONS, type Alteration, type AlteredPackage, alterations } from "./alter.ts";
export {
  entropyOf,
  PACKAGE_FORMATS,
  type PackageFormat,
  type PackageShape,
  recognisePackage,
  type Span,
} from "./recognise.ts";
