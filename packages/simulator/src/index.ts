/** A simulated device for ★1 checks: real sockets, a good one, and one switch for each thing that can be wrong. */
export { type Bench, type BenchView, CONTROL_HEADER } from "./control.ts";
export { declarationOf, FILES, type ProductFiles, productFiles } from "./declaration.ts";
export {
  CannotListen,
  type Device,
  type DeviceOptions,
  OFFSETS,
  type PortName,
  type Ports,
  startDevice,
} from "./device.ts";
export { LOCK_AFTER, LOCK_SECONDS } from "./lock.ts";
export {
  CURRENT_VERSION,
  DEFAULT_ACCOUNT,
  DEFAULT_PASSWORD,
  FACTORY_VERSION,
  MODEL,
  OTHER_MODEL,
} from "./memory.ts";
export { TOPICS } from "./mqtt.ts";
export { withoutSignature, withSignatureOf } from "./package-format.ts";
export { SSH_SOFTWARE } from "./ssh.ts";
export { SITE } from "./vendor-site.ts";
export { BAD, NOT_SHOWN, type Turn, WEAKNESSES, type Weakness, type WeaknessId } from "./weaknesses.ts";
