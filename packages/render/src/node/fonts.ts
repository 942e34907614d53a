/** Noto Sans JP (SIL Open Font License 1.1), regular and bold, from the package that ships it. */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
export const FONT_FILES = [
  require.resolve("@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf"),
  require.resolve("@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf"),
];
