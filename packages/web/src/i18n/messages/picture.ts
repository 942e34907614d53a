import { messages } from "../index.ts";

/** The system as a picture to look at. */
export default messages("picture", {
  ja: {
    waiting: "構成図を準備しています",
    tools: "構成図の表示",
    in: "拡大",
    out: "縮小",
    fit: "全体を表示",
  },
  en: {
    waiting: "The picture is being prepared",
    tools: "View of the picture",
    in: "Zoom in",
    out: "Zoom out",
    fit: "Zoom to fit",
  },
});
