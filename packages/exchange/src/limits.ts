/** Bounds on foreign files; beyond them a file is refused with a note, never half read. */
export const LIMITS = {
  /** Bytes of a JSON, YAML, XML or CSV file. */
  bytes: 32_000_000,
  /** Of YAML less, whose reading costs many times more: characters, line ends and commas, brackets in brackets. */
  yamlBytes: 8_000_000,
  yamlMarks: 120_000,
  yamlNesting: 200,
  /** Attributes of one XML element. */
  attributes: 1000,
  /** Bytes that one compressed page may unfold to. */
  inflatedBytes: 32_000_000,
  /** XML elements, and cells of a table. */
  nodes: 400_000,
  xmlDepth: 200,
  /** Things of one kind in a file. */
  items: 50_000,
  /** Levels of an extension bag: the study's own reader allows 100 in all. */
  bagDepth: 60,
  pages: 100,
  /** Notes of one code that are kept; the rest are counted. */
  notesPerCode: 200,
} as const;
