import { IconSitemap } from "@tabler/icons-react";
import { useMemo } from "react";
import css from "./parts.module.css";

/** Anything beside plain shapes; a picture that has it is not shown. */
const FOREIGN = /<(?!\/?(?:svg|g|rect|path|line|polyline|circle)\b)|\son\w+\s*=|href|url\(|javascript:/i;

/** A study that could not be analysed has a picture without shapes. */
export const isPicture = (svg: string | undefined): svg is string =>
  svg !== undefined && /<(?:rect|path|line|polyline|circle)\b/.test(svg) && !FOREIGN.test(svg);

/** Small picture of a system as the server drew it: shapes in the page's colours. Decoration: the name stands beside it. */
export function Picture({ svg, className }: { svg: string | undefined; className?: string }) {
  const html = useMemo(() => (isPicture(svg) ? { __html: svg } : undefined), [svg]);
  if (html === undefined)
    return (
      <div className={`${className ?? ""} ${css.noPicture}`} aria-hidden="true">
        <IconSitemap size={30} stroke={1.2} />
      </div>
    );
  return <div className={className} aria-hidden="true" dangerouslySetInnerHTML={html} />;
}
