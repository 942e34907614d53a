/** Style of the report: calm on screen, plain on paper. No font or picture is fetched. */
export const STYLE = `
:root{--ink:#1c2733;--soft:#53616f;--line:#d5dce3;--paper:#fff;--wash:#f4f6f9;--brand:#1f4e79;--A:#a3202d;--B:#b8580e;--C:#8a6d00;--D:#2f6d3c;--E:#4a6274;--Ab:#fbe3e4;--Bb:#fdebd8;--Cb:#fbf3cf;--Db:#e2f1e5;--Eb:#e8eef3}
*{box-sizing:border-box}
html{scroll-padding-top:16px}.w:lang(ja),:lang(ja){word-break:auto-phrase}
body{margin:0;color:var(--ink);background:var(--wash);font:15px/1.75 "Hiragino Sans","Hiragino Kaku Gothic ProN","Noto Sans CJK JP","Noto Sans JP","Yu Gothic UI",Meiryo,system-ui,sans-serif;line-break:strict;overflow-wrap:anywhere;font-feature-settings:"palt" 0}
html[data-lang=ja] [lang=en].w,html[data-lang=en] [lang=ja].w{display:none}
html[data-lang=ja] svg.en,html[data-lang=en] svg.ja{display:none}
a{color:#1b5a94;text-decoration-thickness:1px;text-underline-offset:2px}
a:focus-visible,button:focus-visible,summary:focus-visible,input:focus-visible,select:focus-visible{outline:3px solid #f0a020;outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:#fff;padding:8px;z-index:9}
.frame{display:grid;grid-template-columns:230px minmax(0,1fr);max-width:1680px;margin:0 auto}
nav.toc{position:sticky;top:0;align-self:start;height:100vh;overflow:auto;padding:20px 8px 20px 20px;font-size:13px;line-height:1.6}
nav.toc ol{list-style:none;margin:0;padding:0}nav.toc li li{padding-left:12px}nav.toc a{display:block;padding:3px 8px;border-radius:5px;text-decoration:none;color:var(--ink)}nav.toc a:hover{background:#e3e9f0}
.lang{display:flex;gap:4px;margin:0 0 14px}.lang button{flex:1;padding:5px 8px;border:1px solid #9fb0c0;background:#fff;color:var(--ink);border-radius:6px;font:inherit;cursor:pointer}.lang button[aria-pressed=true]{background:var(--brand);border-color:var(--brand);color:#fff}
main{padding:24px 28px 80px;min-width:0}
header.top{background:var(--paper);border:1px solid var(--line);border-top:5px solid var(--brand);border-radius:8px;padding:22px 26px}
header.top p.kind{margin:0;color:var(--soft);font-size:13px}
h1{font-size:25px;line-height:1.4;margin:2px 0 8px}h2{font-size:20px;margin:46px 0 12px;padding-bottom:6px;border-bottom:3px solid var(--brand);line-height:1.45}h3{font-size:16px;margin:28px 0 8px;line-height:1.5}h4{font-size:14px;margin:18px 0 6px}
.note{color:var(--soft);font-size:13px;margin:4px 0 10px;max-width:75em}
.disclaimer{margin:14px 0 0;padding:9px 13px;background:#fff8e6;border-left:4px solid #d99a00;font-size:13px;line-height:1.65}
.card{background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:14px 18px;margin:12px 0}
.grid{display:grid;gap:14px;grid-template-columns:repeat(auto-fit,minmax(330px,1fr));align-items:stretch}.grid .card{margin:0}.grid h3{margin-top:0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(128px,1fr));gap:8px}.tile{background:var(--wash);border-radius:6px;padding:7px 10px}.tile b{display:block;font-size:22px;line-height:1.25;font-variant-numeric:tabular-nums}.tile span{font-size:12px;color:var(--soft);line-height:1.4;display:block}
.scroll{overflow-x:auto;background:var(--paper);border:1px solid var(--line);border-radius:8px;margin:8px 0 14px}
.scroll.tall{max-height:76vh;overflow:auto}
table{border-collapse:collapse;width:100%;font-size:13px;line-height:1.55}caption{text-align:left;padding:8px 12px;font-weight:600;color:var(--soft);caption-side:top}
th,td{border-bottom:1px solid var(--line);padding:5px 9px;text-align:left;vertical-align:top;min-width:3.2em}thead th{background:#e9eef4;font-weight:600;white-space:nowrap;border-bottom:2px solid #b8c5d2}
.tall thead th{position:sticky;top:0;z-index:2}
tbody th{font-weight:600}tr:target td,tr:target th,.hit td,.hit th,:target>summary{background:#fff3c4}
td.num,th.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}td.mid,th.mid{text-align:center}td.nb,th.nb,.nb{white-space:nowrap}td.wide{min-width:14em}td.text{min-width:22em}td.name{min-width:11em}
code.id{font:11.5px/1.5 ui-monospace,"SFMono-Regular",Consolas,"Noto Sans Mono CJK JP",monospace;color:#44566a;overflow-wrap:anywhere;word-break:break-all}
.b{display:inline-block;min-width:1.9em;text-align:center;border-radius:4px;font-weight:700;padding:0 5px;line-height:1.6}.bA{background:var(--A);color:#fff}.bB{background:var(--B);color:#fff}.bC{background:var(--Cb);color:#5c4800;box-shadow:inset 0 0 0 1px #d8c25a}.bD{background:var(--Db);color:#1f4e2a;box-shadow:inset 0 0 0 1px #a8d0b0}.bE{background:var(--Eb);color:#344a5b;box-shadow:inset 0 0 0 1px #b9c8d4}
.chip{display:inline-block;border:1px solid #b8c5d2;border-radius:20px;padding:0 8px;margin:0 4px 3px 0;font-size:12px;line-height:1.65;background:#fff;white-space:nowrap}.wrapchip{white-space:normal;border-radius:10px}
.chip.yes{border-color:#2f6d3c;color:#1f4e2a;background:#eef7f0}.chip.partly{border-color:#9a7800;color:#5c4800;background:#fdf8e4}.chip.no{border-color:#98a5b1;color:#53616f;background:#f2f4f6}.chip.thin{border-color:var(--A);color:var(--A);background:#fdf0f1}
.bar{display:flex;height:26px;border-radius:5px;overflow:hidden;margin:6px 0 4px}.bar span{display:flex;align-items:center;justify-content:center;color:#fff;font-size:12px;font-weight:700;min-width:2px;overflow:hidden}.bar .A{background:var(--A)}.bar .B{background:var(--B)}.bar .C{background:#c9a900;color:#2d2300}.bar .D{background:#5a9a68;color:#06230d}.bar .E{background:#9db2c2;color:#15242f}
.heat td{text-align:center;font-variant-numeric:tabular-nums;font-weight:600;border:2px solid #fff;padding:9px 4px}.heat .hA{background:var(--A);color:#fff}.heat .hB{background:#e08a3c;color:#2b1500}.heat .hC{background:#f4dd72;color:#332800}.heat .hD{background:#bfe0c6;color:#123018}.heat .hE{background:#dde6ed;color:#23333f}
.score{display:inline-flex;gap:2px;vertical-align:middle}.score i{width:9px;height:12px;border-radius:2px;background:#dde3e9}.score i.on{background:#2f6aa3}
.sym{display:inline-block;min-width:1.2em;text-align:center;border:1px solid #9fb0c0;border-radius:3px;font-size:11px;font-weight:700;line-height:1.5;margin-right:2px;background:#fff;color:#33475a}
td.cyes,td.cpartly{background:#edf5ee}td.cno{background:repeating-linear-gradient(135deg,#f4f6f8 0 6px,#e6eaee 6px 8px)}.matrix td{min-width:11em}.matrix td .row{display:block;margin-bottom:3px}
.meter{display:inline-flex;gap:3px;margin-right:6px;vertical-align:middle}.meter i{width:16px;height:12px;border-radius:2px;border:1px solid #98a5b1;background:#fff}.meter i.now{background:#2f6d3c;border-color:#2f6d3c}.meter i.plan{background:#9ccaa6;border-color:#2f6d3c}.meter i.miss{border-color:var(--A);background:#fdf0f1}
details{margin:2px 0}details>summary{cursor:pointer;color:#1b5a94;font-size:12px;list-style-position:outside}details.block{background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:4px 16px;margin:10px 0}details.block>summary{list-style-position:inside;font-size:15px;font-weight:600;color:var(--ink);padding:7px 0;line-height:1.6}
.why{font-size:12px;line-height:1.6;max-width:36em;min-width:15em}.why dl{margin:2px 0;display:grid;grid-template-columns:max-content 1fr;gap:0 8px}.why dt{color:var(--soft);white-space:nowrap}.why dd{margin:0}
.filters{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin:8px 0;font-size:13px}.filters input,.filters select{font:inherit;padding:4px 8px;border:1px solid #9fb0c0;border-radius:6px;background:#fff;color:var(--ink);max-width:16em}.filters output{color:var(--soft)}
thead button{font:inherit;font-weight:600;border:0;background:none;padding:0;color:inherit;cursor:pointer}thead button::after{content:" ↕";color:#8796a5;font-size:11px}th[aria-sort=ascending] button::after{content:" ↑"}th[aria-sort=descending] button::after{content:" ↓"}
figure{margin:10px 0;background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:12px}figure .pan{overflow-x:auto}figcaption{font-size:12.5px;color:var(--soft);padding-top:8px;display:flex;flex-wrap:wrap;gap:4px 18px}figcaption svg{vertical-align:middle;margin-right:5px}
svg.picture{max-width:100%;height:auto;display:block;margin:0 auto;font-family:inherit}
.picture .zone rect{stroke:#8aa0b4;stroke-width:1.2}.picture .d0 rect{fill:#f1f5f9}.picture .d1 rect{fill:#e6edf4}.picture .d2 rect{fill:#dbe6ef}.picture .zn{paint-order:stroke;stroke:#f1f5f9;stroke-width:4px;stroke-linejoin:round;font-size:14px;font-weight:700;fill:#33475a}
.picture .comp rect{stroke-width:1.5}.picture .cap rect{fill:#fff;stroke:#1f4e79}.picture .out rect{fill:#f2f0ea;stroke:#8d8774;stroke-dasharray:4 3}.picture .nm,.picture .ty{text-anchor:middle;font-size:13.5px;fill:#1c2733}.picture .nm{font-weight:600}.picture .ty{font-size:12px;fill:#4c5b69}.picture .gl{fill:none;stroke:#33618c;stroke-width:1.3}.picture .out .gl{stroke:#7a745f}.picture a:hover rect{stroke:#c06a00;stroke-width:2.4}
.flow{fill:none;stroke-width:1.5}.flow.plain{stroke:#a3202d}.flow.link{stroke:#a57c00;stroke-dasharray:6 3}.flow.safe{stroke:#2f6d3c}.flow.cmd{stroke-width:2.3}.picture .head{fill:#33475a}.picture .fl{font-size:11.5px;text-anchor:middle;fill:#1c2733;paint-order:stroke;stroke:#fff;stroke-width:3.5px;stroke-linejoin:round}
.off{color:var(--soft)}.drop td,.drop th{color:#7b8791;text-decoration:line-through}.drop td .why,.drop td details{text-decoration:none}
@media (max-width:1100px){.frame{display:block}nav.toc{position:static;height:auto;columns:2}main{padding:16px}}
@media print{@page{size:A4 landscape;margin:12mm}html,body{background:#fff;font-size:10px}.frame{display:block}nav.toc,.filters,.skip,.why,details.why-d{display:none!important}main{padding:0}h2{break-before:page}h2:first-of-type{break-before:auto}h2,h3,h4,caption{break-after:avoid}tr,figure,.tile{break-inside:avoid}thead{display:table-header-group}.scroll,.scroll.tall{overflow:visible;max-height:none;border:0}.tall thead th{position:static}table{font-size:8.5px}th,td{padding:2px 4px;min-width:0!important}thead th{white-space:normal}.card,details.block,figure{border-color:#bbb}a{color:inherit;text-decoration:none}svg.picture{max-height:170mm;min-width:0!important;width:auto;max-width:100%}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`;
