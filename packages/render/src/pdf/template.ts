/**
 * The PDF report's layout in Typst. It reads `/report.json` (see `source.ts`) and decides nothing: what is printed is in
 * the data, so that no text of a study is ever read as markup.
 */
export const TEMPLATE = String.raw`
#let data = json("/report.json")
#let ja = data.lang == "ja"
#let brand = rgb("#1f4e79")
#let soft = rgb("#53616f")
#let line = rgb("#c9d2da")
#let wash = rgb("#eef2f6")
#let bands = (
  A: (rgb("#a3202d"), white), B: (rgb("#e08a3c"), rgb("#2b1500")), C: (rgb("#f4dd72"), rgb("#332800")),
  D: (rgb("#bfe0c6"), rgb("#123018")), E: (rgb("#dde6ed"), rgb("#23333f")),
)
#let outcomes = (
  fail: (rgb("#a3202d"), white), inconclusive: (rgb("#f4dd72"), rgb("#332800")), person: (rgb("#cfe0f2"), rgb("#123a63")),
  pass: (rgb("#bfe0c6"), rgb("#123018")), deemed: (rgb("#bfe0c6"), rgb("#123018")), not-applicable: (rgb("#dde6ed"), rgb("#23333f")),
)
#let looks = bands + outcomes
#set document(title: data.title, author: (), keywords: data.keywords, date: none)
#set text(font: "Noto Sans JP", size: 9.5pt, lang: data.lang, region: if ja { "jp" } else { "us" }, fill: rgb("#1c2733"), hyphenate: false, weight: 400)
#set par(leading: 0.72em, justify: false, spacing: 0.9em)
#set page(
  paper: "a4", margin: (x: 16mm, top: 19mm, bottom: 17mm),
  header: { set text(7.5pt, fill: soft); grid(columns: (1fr, auto), data.at("running", default: data.name), data.kind); v(-3pt); std.line(length: 100%, stroke: 0.4pt + line) },
  footer: { set text(7.5pt, fill: soft); grid(columns: (1fr, auto), data.preparation, context [#counter(page).display() / #counter(page).final().first()]) },
)

#let lines(s) = { let parts = s.split("\n"); for (i, p) in parts.enumerate() { if i > 0 { linebreak() }; p } }
#let badge(b) = { let c = bands.at(b); box(fill: c.at(0), radius: 2pt, inset: (x: 4pt), outset: (y: 2pt), text(fill: c.at(1), weight: 700, b)) }
#let tbl(t) = {
  let n = t.columns.len()
  set text(t.size * 1pt, kerning: false, ligatures: false, hyphenate: not ja and t.long)
  set par(leading: 0.5em, spacing: 0.5em)
  set table(inset: (x: 2.6pt, y: 2.6pt), stroke: 0.4pt + line)
  let heads = t.columns.map(c => table.cell(fill: wash, align: bottom + if c.kind == "number" { right } else if c.kind == "band" { center } else { left },
    if c.turn { rotate(-90deg, reflow: true, if c.title.len() > 18 { box(width: 52pt, text(weight: 700, hyphenate: not ja and c.long, c.title)) } else { text(weight: 700, c.title) }) } else { text(weight: 700, hyphenate: not ja and c.long, lines(c.title)) }))
  let out = ()
  let last = t.rows.len() - 2
  let ghost(rows, breakable) = table.cell(rowspan: rows, breakable: breakable, inset: 0pt, stroke: none)[]
  for (r, row) in t.rows.enumerate() {
    let cells = row.cells
    // All but a few cells are plain text, which the table takes as it is; a line feed in it ends the line.
    for s in row.special {
      let body = cells.at(s.at)
      if "link" in s { body = link(label(s.link), body) }
      if "place" in s { body = [#metadata(none)#label(s.place)#body] }
      if "look" in s and s.look in looks {
        let k = looks.at(s.look)
        // In a row over a page or more the word alone is coloured.
        body = if s.outcome and t.tall { block(fill: k.at(0), radius: 2pt, inset: 3pt, text(fill: k.at(1), weight: 700, body)) }
          else { table.cell(fill: k.at(0), text(fill: k.at(1), weight: 700, body)) }
      }
      cells.at(s.at) = body
    }
    out += cells
    // A column without width holds the last two rows together, so that no page has a head with a single row.
    if last > 0 and r == 0 { out.push(ghost(last, true)) }
    if last > 0 and r == last { out.push(ghost(2, false)) }
  }
  set table.cell(breakable: t.tall)
  // Where heading and two rows have no room, the table begins on the next page.
  block(above: 0pt, below: 0pt, height: t.need * 1pt, width: 100%, breakable: false)
  v(-t.need * 1pt)
  table(columns: t.columns.map(c => c.width * 1fr) + if last > 0 { (0pt,) },
    rows: (auto,) + t.rows.map(r => if r.height == none or t.tall { auto } else { r.height * 1pt }),
    align: t.columns.map(c => if c.kind == "number" { right } else if c.kind == "band" { center } else { left }) + if last > 0 { (left,) },
    table.header(repeat: true, ..heads, ..if last > 0 { (ghost(1, false),) }), ..out)
}
#let heat(h) = {
  set text(8.3pt)
  let cells = ()
  for r in h.rows {
    cells.push(table.cell(fill: wash, align: center, text(weight: 700, str(r.importance))))
    for c in r.cells { let k = bands.at(c.band); cells.push(table.cell(fill: k.at(0), align: center, text(fill: k.at(1), weight: 700, c.band + "  " + str(c.n)))) }
  }
  table(columns: (1.9fr,) + (1fr,) * 6, stroke: 1.2pt + white, inset: (x: 3pt, y: 5pt),
    table.header(table.cell(fill: wash, text(7.5pt, h.corner)), ..h.products.map(p => table.cell(fill: wash, align: center, text(weight: 700, str(p))))), ..cells)
}
#let bar(b) = {
  let total = b.map(x => x.n).sum()
  grid(columns: b.filter(x => x.n > 0).map(x => x.n * 1fr), rows: 17pt,
    ..b.filter(x => x.n > 0).map(x => { let k = bands.at(x.band); grid.cell(fill: k.at(0), align: center + horizon, if x.n / total > 0.07 { text(8pt, fill: k.at(1), weight: 700, x.band + " " + str(x.n)) }) }))
  v(-4pt)
  text(8pt, b.map(x => [#badge(x.band)#h(3pt)#x.n]).join(h(10pt)))
}
// Rules for headings hold where headings are: elsewhere each cell would be held against them.
#let headed(it) = {
  if it.level == 1 { block(above: 0pt, below: 10pt, width: 100%, stroke: (bottom: 1.6pt + brand), inset: (bottom: 5pt), text(16pt, weight: 700, fill: brand, it.body)) }
  else if it.level == 2 { block(above: 15pt, below: 7pt, sticky: true, text(11.5pt, weight: 700, it.body)) }
  else { block(above: 11pt, below: 5pt, sticky: true, text(9.5pt, weight: 700, fill: brand, it.body)) }
}
#let show-block(b) = {
  if b.is == "heading" { show heading: headed; heading(level: b.level, b.text) }
  else if b.is == "text" { par(lines(b.text)) }
  else if b.is == "note" { block(below: 6pt, sticky: true, text(8pt, fill: soft, lines(b.text))) }
  else if b.is == "list" { list(..b.items.map(i => text(b.at("size", default: 9) * 1pt, i)), spacing: 0.75em) }
  else if b.is == "table" { tbl(b.table) }
  else if b.is == "picture" {
    align(center, block(breakable: false, width: 100%, {
      image(b.path, format: "svg", height: b.height * 1pt, alt: b.caption)
      if b.legend.len() > 0 { v(4pt); set text(7.5pt, fill: soft); set par(leading: 0.6em); b.legend.map(l => box[#box(baseline: 1pt, image(bytes(l.svg), format: "svg", height: 7pt))#h(3pt)#l.text]).join(h(12pt)) }
    }))
  }
  else if b.is == "tiles" {
    grid(columns: (1fr,) * b.columns, gutter: 5pt, ..b.items.map(i => block(fill: wash, radius: 3pt, inset: 6pt, width: 100%, { text(15pt, weight: 700, str(i.n)); linebreak(); text(7.5pt, fill: soft, i.text) })))
    v(9pt, weak: true)
  }
  else if b.is == "heat" { block(breakable: false, heat(b.heat)) }
  else if b.is == "heats" { block(breakable: false, grid(columns: (1fr, 1fr), gutter: 14pt, ..b.heats.map(h => { text(9pt, weight: 700, h.title); v(-3pt); heat(h) }))) }
  else if b.is == "bar" { bar(b.bands) }
  else if b.is == "worth" {
    let most = calc.max(1, ..b.rows.map(r => calc.max(r.alone, r.last)))
    set text(8pt)
    // Bars are compared with each other: no page has one alone.
    show: block.with(breakable: b.rows.len() > 16, width: 100%)
    grid(columns: (13em, 1fr), row-gutter: 5pt, column-gutter: 8pt, align: (right + horizon, left), ..b.rows.map(r => (r.name, stack(dir: ttb, spacing: 2pt,
      stack(dir: ltr, spacing: 4pt, rect(height: 6pt, width: calc.max(0.4, r.alone / most * 80) * 1%, fill: rgb("#2f6aa3")), text(7pt, r.aloneText)),
      stack(dir: ltr, spacing: 4pt, rect(height: 6pt, width: calc.max(0.4, r.last / most * 80) * 1%, fill: rgb("#9db8d2")), text(7pt, r.lastText))))).flatten())
  }
  else if b.is == "route" {
    block(breakable: false, width: 100%, above: 6pt, below: 6pt, inset: (left: 8pt, y: 4pt, right: 6pt), fill: wash, stroke: (left: (thickness: 2.4pt, paint: if b.closed { rgb("#1f5fa8") } else { rgb("#c4161c") }, dash: if b.closed { "dashed" } else { "solid" })), {
      set text(8pt); set par(leading: 0.55em)
      [#badge(b.band)#h(5pt)#text(weight: 700, b.title)#h(8pt)#text(7.5pt, fill: soft, b.about)]
      v(-3pt)
      enum(..b.steps.map(s => [#s.text#if s.closed != "" { h(5pt); box(fill: rgb("#e3edf8"), radius: 2pt, inset: (x: 3pt), outset: (y: 1.5pt), text(7pt, fill: rgb("#143f70"), s.closed)) }]), spacing: 0.6em)
      if b.explanation != "" { v(-3pt); text(7.5pt, fill: soft, b.explanation) }
      if b.more != "" { v(-3pt); text(7.5pt, weight: 700, b.more) }
    })
  }
  else if b.is == "trace" {
    set text(6pt, kerning: false, ligatures: false); set par(leading: 0.45em, spacing: 0.62em, hanging-indent: 8pt)
    columns(2, gutter: 12pt, for i in b.items { par(text(weight: 700, i.id) + i.rest) })
  }
  else if b.is == "outcome" {
    let k = outcomes.at(b.outcome)
    block(above: 6pt, below: 7pt, sticky: true, { box(fill: k.at(0), radius: 2pt, inset: (x: 6pt, y: 3pt), text(9pt, fill: k.at(1), weight: 700, b.word)); h(8pt); text(9pt, b.text) })
  }
  else if b.is == "said" {
    block(width: 100%, above: 6pt, below: 6pt, inset: (left: 8pt, y: 4pt), stroke: (left: 2pt + brand), { set par(leading: 0.6em); text(8pt, weight: 700, b.head); linebreak(); text(8.5pt, lines(b.text)); if b.foot != "" { linebreak(); text(7pt, fill: soft, lines(b.foot)) } })
  }
  else if b.is == "raw" {
    block(width: 100%, above: 5pt, below: 9pt, inset: 5pt, fill: wash, { set par(leading: 0.42em); text(6.5pt, lines(b.text)) })
  }
  else if b.is == "callout" { block(width: 100%, fill: wash, radius: 3pt, stroke: (left: 2.4pt + brand), inset: 8pt, text(9pt, lines(b.text))) }
}

#page(header: none, footer: none, margin: (x: 24mm, top: 60mm, bottom: 24mm), {
  set par(leading: 0.9em)
  text(11pt, fill: soft, data.kind)
  v(2mm)
  text(25pt, weight: 700, fill: brand, data.name)
  v(5mm)
  std.line(length: 100%, stroke: 2pt + brand)
  v(4mm)
  for l in data.cover { text(10pt, l); linebreak() }
  v(1fr)
  block(width: 100%, fill: wash, radius: 3pt, inset: 10pt, { set par(leading: 0.8em); text(9pt, lines(data.notice)) })
  v(3mm)
  text(8.5pt, fill: soft, data.made)
})
#{
  show heading: headed
  show outline.entry: set block(above: 0.6em)
  show outline.entry.where(level: 1): set block(above: 6pt)
  show outline.entry.where(level: 1): set text(weight: 700)
  heading(level: 1, outlined: false, data.contents)
  // One page holds the contents of a study with every part.
  set text(8.3pt)
  outline(title: none, depth: 2, indent: 1.2em)
  // The first pass knows no headings: lines as high as theirs keep the pages after them in place, which saves a pass.
  context if query(heading.where(outlined: true)).len() == 0 {
    for part in data.parts { for b in part.blocks {
      if b.is == "heading" and b.level < 3 { block(above: if b.level == 1 { 6pt } else { 0.6em }, below: 0pt, text(weight: if b.level == 1 { 700 } else { 400 }, b.text)) }
    } }
  }
}
#for part in data.parts {
  set page(paper: if part.large { "a3" } else { "a4" }, flipped: part.wide)
  pagebreak(weak: true)
  // What is in a block is made and laid out with its pages, several parts at a time, and once unless it asks where it stands.
  block(above: 0pt, below: 0pt, width: 100%, context { for b in part.blocks { show-block(b) } })
}
`;
