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
  paper: "#f7f8fa",
  dots: "#dfe3e9",
  card: "#ffffff",
  cardEdge: "#c3cad5",
  cardFaint: "#eef1f5",
  text: "#1c2430",
  soft: "#5b6675",
  accent: "#1c5fd4",
  accentSoft: "rgba(28,95,212,0.12)",
  flow: "#76818f",
  command: "#2b4a7d",
  unprotected: "#b4541a",
  error: "#c92a2a",
  warning: "#b06a00",
  route: "#c2185b",
  added: "#1a7f4b",
  removed: "#c92a2a",
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
    A: ["#b3261e", "#ffffff"],
    B: ["#e8710a", "#1c1000"],
    C: ["#f3c53c", "#2a2000"],
    D: ["#b9d7a0", "#16300a"],
    E: ["#d9e6ee", "#1b2c38"],
  },
};

export const DARK: Colours = {
  paper: "#14181e",
  dots: "#262d37",
  card: "#1f262f",
  cardEdge: "#465160",
  cardFaint: "#2a323d",
  text: "#e8ecf2",
  soft: "#a3aebd",
  accent: "#6ea8ff",
  accentSoft: "rgba(110,168,255,0.16)",
  flow: "#8b97a6",
  command: "#9cc0ff",
  unprotected: "#f0a066",
  error: "#ff7b72",
  warning: "#f2b84b",
  route: "#ff6fa3",
  added: "#57d39a",
  removed: "#ff7b72",
  changed: "#f2b84b",
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
    A: ["#ff6b61", "#220000"],
    B: ["#ff9d4d", "#241200"],
    C: ["#f0cf5a", "#241d00"],
    D: ["#7fb069", "#0c1d05"],
    E: ["#4f6675", "#f0f6fa"],
  },
};
