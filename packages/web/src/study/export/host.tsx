/** Where the export dialog stands: header, keys and pages of a study open it. */
import { createContext, lazy, type ReactNode, Suspense, useContext, useMemo, useState } from "react";

const ExportDialog = lazy(() => import("./export-dialog.tsx"));
const Host = createContext<{ open: () => void }>({ open: () => undefined });
export const useExporting = () => useContext(Host);

export function ExportHost({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const value = useMemo(() => ({ open: () => setOpen(true) }), []);
  return (
    <Host.Provider value={value}>
      {children}
      <Suspense>{isOpen && <ExportDialog onClose={() => setOpen(false)} />}</Suspense>
    </Host.Provider>
  );
}
