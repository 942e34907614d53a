/**
 * The product's typeface, after the first paint: 120 faces of which the browser fetches those that the text needs. They
 * are fetched together and put on at once, so that the page is laid out anew one time and not with each face.
 */
import "@fontsource-variable/noto-sans-jp/wght.css";

const OWN = '16px "Noto Sans JP Variable"';
/** Tries to catch up with text that appears meanwhile. */
const ROUNDS = 4;

async function putOn(): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    // Each character once: the browser looks each of them up in the ranges of 120 faces.
    const text = [...new Set(document.body.textContent)].join("");
    if (document.fonts.check(OWN, text)) break;
    await document.fonts.load(OWN, text);
  }
  document.documentElement.dataset["typeface"] = "own";
}
// Without its own typeface the page is as readable as before.
putOn().catch(() => {
  document.documentElement.dataset["typeface"] = "own";
});
