/** Values that the attributes of a study can take. Apart from the schema, so that the engine need not load it. */
export const COMPONENT_CLASSES = [
  "device",
  "gateway",
  "network",
  "server",
  "terminal",
  "app",
  "service",
] as const;
export const UPDATES = ["signed", "unsigned", "manual", "none", "unknown"] as const;
export const VULNERABILITIES = ["none", "unknown", "exploitable"] as const;
export const ACTUATES = ["none", "comfort", "process", "hazardous", "unknown"] as const;
export const SAFETY_ROLES = ["none", "monitor", "protect"] as const;
export const STORAGES = ["none", "config", "confidential", "unknown"] as const;
export const PHYSICAL_ACCESSES = ["public", "semi", "staff", "restricted", "unknown"] as const;
export const INFO_AVAILABILITIES = ["public", "restricted", "confidential", "unknown"] as const;
export const OUTAGES = ["hours", "days", "weeks", "unknown"] as const;
export const HARMS = ["none", "minor", "serious", "unknown"] as const;
export const INFO_LOSSES = ["none", "noticeable", "huge", "unknown"] as const;
export const USES = ["normal", "maintenance", "unused"] as const;
export const AUTHENTICATIONS = [
  "none",
  "default-password",
  "shared",
  "password",
  "unique-password",
  "cert-server",
  "cert-mutual",
  "mfa",
  "unknown",
] as const;
export const ENCRYPTIONS = ["none", "link", "transport", "message", "unknown"] as const;
export const INTEGRITIES = ["none", "crc", "mac", "signature", "unknown"] as const;
export const PRIVILEGES = ["view", "operate", "config", "admin", "update"] as const;
export const REACHES = ["internet", "remote", "network", "radio", "touch"] as const;
export const FILTERS = ["none", "acl", "stateful", "allowlist", "diode"] as const;
export const DOMAINS = ["smart-home", "factory-fa", "factory-pa", "building", "other"] as const;
export const PHASES = ["operation", "maintenance", "disposal", "supply-chain"] as const;
