import { configDefaults, defineConfig } from "vitest/config";

const shared = { testTimeout: 60_000, hookTimeout: 120_000, pool: "forks" } as const;
const WORKBENCH = "tests/workbench/**/*.test.ts";
const ACCESSIBILITY = "tests/workbench/accessibility.test.ts";
/** Much of the time is waiting: for a lock of a device, for a killed process, for a browser. */
const AT_ONCE = 3;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: "parts",
          include: ["packages/*/test/**/*.test.{ts,tsx}", "tests/**/*.test.ts", "bench/**/*.test.ts"],
          exclude: [...configDefaults.exclude, WORKBENCH],
          maxWorkers: AT_ONCE,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // With a server of its own, beside the parts: it changes nothing that another window would see.
        test: {
          ...shared,
          name: "accessibility",
          include: [ACCESSIBILITY],
          globalSetup: "tests/workbench/shared.ts",
          testTimeout: 240_000,
          retry: 1,
          maxWorkers: AT_ONCE,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // After the others and one file at a time: a browser and a server share the machine with the test.
        test: {
          ...shared,
          name: "workbench",
          include: [WORKBENCH],
          exclude: [...configDefaults.exclude, ACCESSIBILITY],
          globalSetup: "tests/workbench/shared.ts",
          testTimeout: 240_000,
          maxWorkers: 1,
          // One more try where the machine was too busy for a browser's limit of half a minute.
          retry: 1,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
