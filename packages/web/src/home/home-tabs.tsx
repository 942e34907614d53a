/** What a workspace holds: studies of committees, products of vendors. */
import { Link } from "@tanstack/react-router";
import homeWords from "../i18n/messages/home.ts";
import css from "./home.module.css";

export function HomeTabs() {
  const t = homeWords.useT();
  return (
    <nav className={css.tabs} aria-label={t("tabs")}>
      <Link to="/" activeOptions={{ exact: true }}>
        {t("title")}
      </Link>
      <Link to="/products">{t("tab.products")}</Link>
    </nav>
  );
}
