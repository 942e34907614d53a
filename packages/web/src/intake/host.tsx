/** Where a workbook comes into the open study: dropped on the page, or chosen. */
import { IconFileImport } from "@tabler/icons-react";
import { createContext, lazy, type ReactNode, Suspense, useContext, useMemo, useRef, useState } from "react";
import intake from "../i18n/messages/intake.ts";
import css from "./drop.module.css";
import { useFileDrop } from "./use-file-drop.ts";

const BookDialog = lazy(() => import("./book-dialog.tsx"));
const Host = createContext<{ choose: () => void }>({ choose: () => undefined });
export const useBookIntake = () => useContext(Host);

export function BookHost({ children }: { children: ReactNode }) {
  const t = intake.useT();
  const field = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const value = useMemo(() => ({ choose: () => field.current?.click() }), []);
  const isOver = useFileDrop(setFile);
  return (
    <Host.Provider value={value}>
      {children}
      <input
        ref={field}
        type="file"
        accept=".xlsx"
        hidden
        aria-label={t("book.choose")}
        onChange={(e) => {
          const [chosen] = e.currentTarget.files ?? [];
          e.currentTarget.value = "";
          setFile(chosen);
        }}
      />
      {isOver && (
        <div className={css.drop}>
          <div className={css.box}>
            <IconFileImport size={40} stroke={1.4} aria-hidden="true" />
            {t("drop")}
            <small>{t("drop.text")}</small>
          </div>
        </div>
      )}
      <Suspense>
        {file && (
          <BookDialog
            key={`${file.name} ${file.lastModified} ${file.size}`}
            file={file}
            onClose={() => setFile(undefined)}
            onAgain={() => {
              setFile(undefined);
              field.current?.click();
            }}
          />
        )}
      </Suspense>
    </Host.Provider>
  );
}
