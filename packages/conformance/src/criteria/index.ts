/** The sixteen ★1 conformance criteria (★1適合基準), one file each, in the order of the scheme. */
import { accessControl } from "./s1.1-01-access-control.ts";
import { defaultPasswords } from "./s1.1-02-default-passwords.ts";
import { credentialChange } from "./s1.1-03-credential-change.ts";
import { bruteForce } from "./s1.1-04-brute-force.ts";
import { disclosurePolicy } from "./s1.1-05-disclosure-policy.ts";
import { updateFunction } from "./s1.1-06-update-function.ts";
import { easyUpdate } from "./s1.1-07-easy-update.ts";
import { updateIntegrity } from "./s1.1-08-update-integrity.ts";
import { updatePriority } from "./s1.1-09-update-priority.ts";
import { modelNumber } from "./s1.1-10-model-number.ts";
import { secureStorage } from "./s1.1-11-secure-storage.ts";
import { eavesdropping } from "./s1.1-12-eavesdropping.ts";
import { interfacesAndScan } from "./s1.1-13-interfaces.ts";
import { keepsState } from "./s1.1-14-keeps-state.ts";
import { deletion } from "./s1.1-15-deletion.ts";
import { userInformation } from "./s1.1-16-user-information.ts";
import type { Criterion } from "./verdict.ts";

export const CRITERIA: readonly Criterion[] = [
  accessControl,
  defaultPasswords,
  credentialChange,
  bruteForce,
  disclosurePolicy,
  updateFunction,
  easyUpdate,
  updateIntegrity,
  updatePriority,
  modelNumber,
  secureStorage,
  eavesdropping,
  interfacesAndScan,
  keepsState,
  deletion,
  userInformation,
];
