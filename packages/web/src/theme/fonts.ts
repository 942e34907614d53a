/** Loaded after the first paint: 120 faces whose text the browser fetches only where a page needs them. */
import "@fontsource-variable/noto-sans-jp/wght.css";
