export { type Band, BandChip, StarBadge, type Status, StatusChip } from "./chips.tsx";
export { Dialog } from "./dialog.tsx";
export { DiffList } from "./diff-list.tsx";
export { NoResult, NothingYet } from "./nothing-yet.tsx";
export { EmptyState, Page, PageHead, Panel } from "./panel.tsx";
export { ReasonDialog } from "./reason-dialog.tsx";
export { type Column, VirtualTable } from "./virtual-table.tsx";
export { WhyLink } from "./why-link.tsx";
export { Words } from "./words.tsx";
