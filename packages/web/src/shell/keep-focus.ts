/** What had the focus goes away with an edit (a withdrawn decision, a filtered row): the focus stays near. */
import { type RefObject, useEffect } from "react";

const REACHABLE =
  "a[href], button:not([disabled]), input:not([disabled]), select, textarea, summary, [tabindex]:not([tabindex='-1'])";

/** Keeps the keyboard's place inside `host` when its element is taken away; dialogs give the focus back themselves. */
export function useKeepFocus(host: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const root = host.current;
    if (!root) return;
    /** The last element that had the focus, and what it stood in, from the inside out. */
    let chain: Element[] = [];
    const remember = (event: FocusEvent) => {
      chain = [];
      for (let el = event.target as Element | null; el && el !== root; el = el.parentElement) chain.push(el);
    };
    const look = () => {
      const [last] = chain;
      if (!last || last.isConnected || document.activeElement !== document.body) return;
      const near =
        chain.find((el) => el.isConnected && root.contains(el)) ?? root.querySelector("main") ?? root;
      chain = [];
      // Where the whole page has changed, one begins at its top.
      const isPage = near.matches("main");
      const target = isPage || near.matches(REACHABLE) ? near : (near.querySelector(REACHABLE) ?? near);
      (target as HTMLElement).focus({ preventScroll: true });
    };
    // After those who place the focus on purpose.
    const observer = new MutationObserver(() => {
      if (chain[0] && !chain[0].isConnected) setTimeout(look, 30);
    });
    root.addEventListener("focusin", remember);
    observer.observe(root, { childList: true, subtree: true });
    return () => {
      root.removeEventListener("focusin", remember);
      observer.disconnect();
    };
  }, [host]);
}
