/** Days of the calendar. Dates are `YYYY-MM-DD` or RFC 3339; nothing here reads a clock. */
const DAY = 86_400_000;
const dayOf = (date: string): number => Date.parse(`${date.slice(0, 10)}T00:00:00Z`);

/** Whole days from `from` to `to`; negative when `to` is earlier, NaN when one is no date. */
export const daysBetween = (from: string, to: string): number => (dayOf(to) - dayOf(from)) / DAY;
export const isDate = (date: string): boolean => {
  const time = dayOf(date);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date.slice(0, 10));
};
