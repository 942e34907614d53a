/** Facts a condition may ask about. Component facts hold on every surface, interface facts only where there is one. */
export const COMPONENT_FACTS = [
  "class", "ip", "generalPurpose", "constrained", "hasSoftware", "update", "vulnerability", "actuates",
  "safetyRole", "storage", "physicalAccess", "infoAvailability", "outage", "human", "environment", "infoLoss",
  "disposalPossible",
] as const;
export const INTERFACE_FACTS = [
  "use", "medium", "networked", "proximityRadio", "authentication", "encryption", "integrity", "privilege",
  "reach", "attemptLimit", "enabled", "filter",
] as const;
