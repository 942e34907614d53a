import type { ReactNode } from "react";
import css from "./parts.module.css";

/** A framed part of a page. `flush` leaves the inside to its content (tables, pictures). */
export function Panel({
  title,
  actions,
  flush,
  level = 2,
  children,
}: {
  title?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  level?: 2 | 3;
  children: ReactNode;
}) {
  const Title = `h${level}` as const;
  return (
    <section className={css.panel}>
      {(title !== undefined || actions !== undefined) && (
        <div className={css.panelHead}>
          {title !== undefined && <Title>{title}</Title>}
          {actions}
        </div>
      )}
      <div className={css.panelBody} data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  );
}

/** Head of a page: mark of the step, title, what it is about, its actions. */
export function PageHead({
  mark,
  title,
  text,
  actions,
}: {
  mark?: ReactNode;
  title: ReactNode;
  text?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className={css.pageHead}>
      {mark !== undefined && (
        <span className={css.mark} aria-hidden="true">
          {mark}
        </span>
      )}
      <div className={css.pageHeadText}>
        <h1>{title}</h1>
        {text !== undefined && <p>{text}</p>}
      </div>
      {actions !== undefined && <div className={css.pageHeadActions}>{actions}</div>}
    </header>
  );
}

/** Room of a page that scrolls as a whole. */
export function Page({ children }: { children: ReactNode }) {
  return <div className={css.page}>{children}</div>;
}

/** Nothing is here, why, and what to do next. */
export function EmptyState({
  icon,
  title,
  text,
  action,
}: {
  icon?: ReactNode;
  title: ReactNode;
  text?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={css.empty}>
      {icon !== undefined && (
        <span className={css.emptyIcon} aria-hidden="true">
          {icon}
        </span>
      )}
      <h2>{title}</h2>
      {text !== undefined && <p>{text}</p>}
      {action}
    </div>
  );
}
