import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** 藍: the accent. */
const ai: MantineColorsTuple = [
  "#eef0f8",
  "#d9ddee",
  "#b1b9dc",
  "#8793ca",
  "#6472bb",
  "#4d5db2",
  "#3f4f9f",
  "#33418a",
  "#29356f",
  "#1f2957",
];
/** Warm greys of paper and ink. */
const gray: MantineColorsTuple = [
  "#faf9f7",
  "#f3f1ed",
  "#e8e5df",
  "#d8d4cc",
  "#c2bdb3",
  "#9d978c",
  "#777167",
  "#5b564e",
  "#3f3b35",
  "#272420",
];
const dark: MantineColorsTuple = [
  "#d6d3cd",
  "#b3afa8",
  "#908c86",
  "#6a6762",
  "#484643",
  "#393836",
  "#2b2a29",
  "#1f1f20",
  "#18181a",
  "#121214",
];
/** 金: stars alone. */
const kin: MantineColorsTuple = [
  "#fdf7e3",
  "#f8ebc2",
  "#f0d98b",
  "#e7c554",
  "#dfb52f",
  "#c99d17",
  "#a98110",
  "#86660d",
  "#644c0b",
  "#463508",
];

/** `base.css` says which; the product's own once its faces are there (see `fonts.ts`). */
export const FONT = "var(--seiza-font)";
export const MONO = 'ui-monospace, "SFMono-Regular", Consolas, "Noto Sans Mono CJK JP", monospace';

export const theme = createTheme({
  fontFamily: FONT,
  fontFamilyMonospace: MONO,
  headings: {
    fontFamily: FONT,
    fontWeight: "650",
    sizes: {
      h1: { fontSize: "1.625rem", lineHeight: "1.4" },
      h2: { fontSize: "1.25rem", lineHeight: "1.45" },
      h3: { fontSize: "1.0625rem", lineHeight: "1.5" },
      h4: { fontSize: "0.9375rem", lineHeight: "1.5" },
    },
  },
  colors: { ai, gray, dark, kin },
  primaryColor: "ai",
  primaryShade: { light: 7, dark: 4 },
  black: "#23211d",
  defaultRadius: "md",
  radius: { xs: "3px", sm: "5px", md: "8px", lg: "12px", xl: "20px" },
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  lineHeights: { xs: "1.5", sm: "1.55", md: "1.6", lg: "1.6", xl: "1.6" },
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  autoContrast: false,
  components: {
    Button: { defaultProps: { size: "sm" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, multiline: true, maw: 320 } },
    Menu: { defaultProps: { shadow: "md", withInitialFocusPlaceholder: false } },
    Badge: { defaultProps: { radius: "sm", tt: "none" } },
  },
});
