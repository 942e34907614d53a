/** Names of the starters, by the file's. */
import type { Text } from "@seiza/catalog";

export const STARTER_NAMES = {
  "smart-home": { ja: "スマートホーム", en: "smart home" },
  "factory-fa": { ja: "工場FA(加工・組立)", en: "factory FA (machining, assembly)" },
  "factory-pa": { ja: "工場PA(プラント制御)", en: "factory PA (process control)" },
  building: { ja: "ビルシステム", en: "building system" },
} as const satisfies Record<string, Text>;
