/** Starter studies, one a system of the guide (P.2, P.7), in both languages. */
import type { Text } from "@seiza/catalog";
import buildingEn from "./building.en.yaml";
import buildingJa from "./building.ja.yaml";
import factoryFaEn from "./factory-fa.en.yaml";
import factoryFaJa from "./factory-fa.ja.yaml";
import factoryPaEn from "./factory-pa.en.yaml";
import factoryPaJa from "./factory-pa.ja.yaml";
import smartHomeEn from "./smart-home.en.yaml";
import smartHomeJa from "./smart-home.ja.yaml";

export const STARTERS: Record<string, { name: Text; text: Text }> = {
  "smart-home": { name: { ja: "スマートホーム", en: "smart home" }, text: { ja: smartHomeJa, en: smartHomeEn } },
  "factory-fa": { name: { ja: "工場FA(加工・組立)", en: "factory FA (machining, assembly)" }, text: { ja: factoryFaJa, en: factoryFaEn } },
  "factory-pa": { name: { ja: "工場PA(プラント制御)", en: "factory PA (process control)" }, text: { ja: factoryPaJa, en: factoryPaEn } },
  building: { name: { ja: "ビルシステム", en: "building system" }, text: { ja: buildingJa, en: buildingEn } },
};
