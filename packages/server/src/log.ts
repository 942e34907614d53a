/** Structured logs: the part of pino that the server uses, so that a test can listen. */
type Write = (values: Record<string, unknown>, message?: string) => void;
export interface Logger {
  debug: Write;
  info: Write;
  warn: Write;
  error: Write;
}
const nothing: Write = () => {};
export const SILENT: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
