/** Right end of every header: language, colours, shortcuts, settings. */
import { Tooltip, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconKeyboard, IconMoon, IconSettings, IconSun } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { speak } from "../api/client.ts";
import { setLanguage, useLang } from "../i18n/index.ts";
import common from "../i18n/messages/common.ts";
import shell from "../i18n/messages/shell.ts";
import { BrandMark } from "./brand.tsx";
import css from "./shell.module.css";
import { useHelp } from "./shortcuts.tsx";

export function Brand() {
  const t = shell.useT();
  const c = common.useT();
  return (
    <Link to="/" className={css.brand} aria-label={`${c("product")} — ${t("home")}`}>
      <BrandMark />
      <span className={css.wide}>{c("product")}</span>
    </Link>
  );
}

/** Changes the words of the page and of the server's messages. */
export function chooseLanguage(lang: "ja" | "en"): void {
  speak(lang);
  void setLanguage(lang);
}

export function AppTools() {
  const t = shell.useT();
  const lang = useLang();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const help = useHelp();
  const otherScheme = scheme === "dark" ? "light" : "dark";
  return (
    <>
      <button
        type="button"
        className={css.tool}
        onClick={() => chooseLanguage(lang === "ja" ? "en" : "ja")}
        lang={lang === "ja" ? "en" : "ja"}
        aria-label={t("language.switch")}
        title={t("language.switch")}
      >
        {lang === "ja" ? "EN" : "日本語"}
      </button>
      <Tooltip label={t(`scheme.${otherScheme}`)}>
        <button
          type="button"
          className={css.tool}
          aria-label={t(`scheme.${otherScheme}`)}
          onClick={() => setColorScheme(otherScheme)}
        >
          {scheme === "dark" ? <IconSun size={18} stroke={1.7} /> : <IconMoon size={18} stroke={1.7} />}
        </button>
      </Tooltip>
      <Tooltip label={t("help")}>
        <button type="button" className={css.tool} aria-label={t("help")} onClick={help.open}>
          <IconKeyboard size={18} stroke={1.7} />
        </button>
      </Tooltip>
      <Tooltip label={t("settings")}>
        <Link to="/settings" className={css.tool} aria-label={t("settings")}>
          <IconSettings size={18} stroke={1.7} />
        </Link>
      </Tooltip>
    </>
  );
}
