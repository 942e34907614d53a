/** Addresses. Every page is a chunk of its own. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from "@tanstack/react-router";
import { ErrorPage, NotFoundPage } from "./shell/error-page.tsx";
import { openStudy } from "./study/opening.ts";
import type { OpenedStudy } from "./study/session.ts";

const root = createRootRoute({
  component: Outlet,
  errorComponent: ErrorPage,
  notFoundComponent: NotFoundPage,
});
const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("./home/page.tsx")),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(() => import("./settings/page.tsx")),
});
const products = createRoute({
  getParentRoute: () => root,
  path: "/products",
  component: lazyRouteComponent(() => import("./product/home.tsx")),
});
/** The shell of a product; its session lives as long as the address stays below it. */
const productRoute = createRoute({
  getParentRoute: () => root,
  path: "/products/$id",
  component: lazyRouteComponent(() => import("./product/frame.tsx")),
});
const ofProduct = <P extends string>(path: P, page: () => Promise<{ default: () => React.ReactNode }>) =>
  createRoute({ getParentRoute: () => productRoute, path, component: lazyRouteComponent(page) });
/** The shell of a study; its session lives as long as the address stays below it. */
export const studyRoute = createRoute({
  getParentRoute: () => root,
  path: "/studies/$id",
  // The study is on its way while the shell's code is.
  loader: ({ params, cause }): { opening?: Promise<OpenedStudy> } => {
    if (cause === "preload") return {};
    const opening = openStudy(params.id);
    // The shell shows what went wrong, when it is there.
    opening.catch(() => undefined);
    return { opening };
  },
  staleTime: Number.POSITIVE_INFINITY,
  preloadStaleTime: 0,
  gcTime: 0,
  component: lazyRouteComponent(() => import("./shell/study-frame.tsx")),
});
const below = <P extends string>(path: P, page: () => Promise<{ default: () => React.ReactNode }>) =>
  createRoute({ getParentRoute: () => studyRoute, path, component: lazyRouteComponent(page) });

export interface CompareSearch {
  /** What is compared: a revision's number, `now`, or `cfg:<id>` for a configuration of the present. */
  from?: string;
  to?: string;
}
const compare = createRoute({
  getParentRoute: () => studyRoute,
  path: "/compare",
  validateSearch: (search: Record<string, unknown>): CompareSearch => ({
    ...(search["from"] === undefined ? {} : { from: String(search["from"]) }),
    ...(search["to"] === undefined ? {} : { to: String(search["to"]) }),
  }),
  component: lazyRouteComponent(() => import("./compare/page.tsx")),
});

const tree = root.addChildren([
  home,
  settings,
  products,
  productRoute.addChildren([
    ofProduct("/", () => import("./product/assessment.tsx")),
    ofProduct("/declaration", () => import("./product/declaration.tsx")),
    ofProduct("/evidence", () => import("./product/evidence.tsx")),
    ofProduct("/compare", () => import("./product/compare.tsx")),
  ]),
  studyRoute.addChildren([
    below("/", () => import("./study/overview/page.tsx")),
    below("/system", () => import("./step1/page.tsx")),
    below("/risks", () => import("./step2/page.tsx")),
    below("/types", () => import("./step3/page.tsx")),
    below("/requirements", () => import("./step4/page.tsx")),
    below("/star1", () => import("./step5/page.tsx")),
    below("/star2", () => import("./step6/page.tsx")),
    compare,
    below("/history", () => import("./study/history/page.tsx")),
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: "intent",
  defaultPreloadDelay: 80,
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
