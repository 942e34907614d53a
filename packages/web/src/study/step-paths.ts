/** Pages of the six steps, below a study's address. */
export const STEP_PATHS = [
  "/studies/$id/system",
  "/studies/$id/risks",
  "/studies/$id/types",
  "/studies/$id/requirements",
  "/studies/$id/star1",
  "/studies/$id/star2",
] as const;
