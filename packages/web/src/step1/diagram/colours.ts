/** Colours of the diagram in both schemes. Tone never says anything alone: shapes, dashes and words say it too. */
export interface Colours {
  paper: string;
  dots: string;
  card: string;
  cardEdge: string;
  cardFaint: string;
  text: string;
  soft: string;
  accent: string;
  accentSoft: string;
  flow: string;
  command: string;
  unprotected: string;
  error: string;
  warning: string;
  route: string;
  added: string;
  removed: string;
  changed: string;
  /** Fill and edge of a zone, by trust 0–4. */
  zones: readonly (readonly [string, string])[];
  /** Tile behind an icon, and the icon, by component class. */
  classes: Readonly<Record<string, readonly [string, string]>>;
  /** Risk bands A–E: fill and words on it. */
  bands: Readonly<Record<string, readonly [string, string]>>;
}

export const LIGHT: Colours = {
  paper: "#f6f4f0",
  dots: "#dfdad0",
  card: "#ffffff",
  cardEdge: "#c9c4b9",
  cardFaint: "#f3f0ea",
  text: "#23211d",
  soft: "#6f6a61",
  accent: "#33418a",
  accentSoft: "rgba(51,65,138,0.14)",
  flow: "#857f74",
  command: "#33518a",
  unprotected: "#b4541a",
  error: "#a3202d",
  warning: "#8a5a00",
  route: "#b0124f",
  added: "#2c6b47",
  removed: "#a3202d",
  changed: "#8a5a00",
  zones: [
    ["rgba(222,90,70,0.06)", "#d9a79b"],
    ["rgba(226,150,60,0.07)", "#d9b98c"],
    ["rgba(120,140,160,0.07)", "#b4bfcb"],
    ["rgba(56,132,190,0.07)", "#9bbdd8"],
    ["rgba(40,150,120,0.08)", "#92c4b2"],
  ],
  classes: {
    device: ["#e4ecfb", "#2455a8"],
    gateway: ["#e9e4fb", "#5a3fb0"],
    network: ["#dff3f3", "#126f75"],
    server: ["#e6eaef", "#3d4b5c"],
    terminal: ["#fdf0dc", "#8f5b0c"],
    app: ["#fde8ef", "#a32a5a"],
    service: ["#e3f2fb", "#1b6796"],
  },
  bands: {
    A: ["#a3202d", "#ffffff"],
    B: ["#d9722b", "#2a1200"],
    C: ["#f1d56a", "#3a2c00"],
    D: ["#bfdfc6", "#14391f"],
    E: ["#dbe4ec", "#263a4a"],
  },
};

export const DARK: Colours = {
  paper: "#161618",
  dots: "#2c2c2f",
  card: "#242427",
  cardEdge: "#505054",
  cardFaint: "#2e2e31",
  text: "#eae7e1",
  soft: "#a9a59e",
  accent: "#a3aee6",
  accentSoft: "rgba(163,174,230,0.2)",
  flow: "#8f8b84",
  command: "#9db4ea",
  unprotected: "#eba066",
  error: "#f0959c",
  warning: "#e5b45c",
  route: "#ff7fae",
  added: "#84c9a0",
  removed: "#f0959c",
  changed: "#e5b45c",
  zones: [
    ["rgba(255,110,90,0.08)", "#7d4a41"],
    ["rgba(245,170,80,0.08)", "#7a5b34"],
    ["rgba(150,170,190,0.08)", "#4d5967"],
    ["rgba(90,160,220,0.09)", "#3a5f7d"],
    ["rgba(70,190,150,0.09)", "#2f6a58"],
  ],
  classes: {
    device: ["#233657", "#a9c8ff"],
    gateway: ["#33285c", "#c9b8ff"],
    network: ["#173e42", "#8fe0e2"],
    server: ["#333c48", "#cdd7e3"],
    terminal: ["#47341a", "#ffd494"],
    app: ["#4a2335", "#ffb3cf"],
    service: ["#1c3c50", "#a5daf7"],
  },
  bands: {
    A: ["#c63b47", "#ffffff"],
    B: ["#e08a45", "#241000"],
    C: ["#d8bb4b", "#2a2000"],
    D: ["#4f8660", "#ffffff"],
    E: ["#50626f", "#ffffff"],
  },
};
