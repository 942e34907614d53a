// Before the first paint: the colour scheme and language that were chosen in this browser.
(() => {
  const root = document.documentElement;
  let scheme = "auto";
  try {
    scheme = localStorage.getItem("seiza.scheme") || "auto";
    root.lang = localStorage.getItem("seiza.language") || "ja";
  } catch {}
  const dark = scheme === "dark" || (scheme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
