/**
 * Edits of a study: pure functions from a study to a study. What an edit does not touch is the same value as before.
 * An edit keeps every name leading somewhere: what refers to a thing follows its rename and goes with its removal.
 * An edit that cannot be made (an id that is taken, the last zone) gives back the study it was given.
 */

export {
  addComponent,
  addConfiguration,
  addFlow,
  addInterface,
  addProductType,
  addSegment,
  addZone,
} from "./edit/add.ts";
export {
  groupIntoZone,
  mayStandIn,
  moveInto,
  setComponent,
  setConfiguration,
  setFlow,
  setInterface,
  setLayout,
  setProductType,
  setSegment,
  setZone,
  turnFlow,
} from "./edit/change.ts";
export {
  type ConnectEnd,
  connect,
} from "./edit/connect.ts";
export {
  type Clip,
  clipOf,
  duplicate,
  paste,
  readClip,
} from "./edit/copy.ts";
export { changeComponent } from "./edit/parts.ts";
export {
  type Removal,
  removalOf,
  remove,
} from "./edit/remove.ts";
export { rename } from "./edit/rename.ts";
export {
  configurationOf,
  endOf,
  flowIdsOf,
  freeId,
  isId,
  type Layout,
  type Patch,
  stableIdOf,
  type Thing,
  thingOf,
} from "./edit/things.ts";
