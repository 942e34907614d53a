/** Nothing on the page has changed for this long, ms: what it first shows is there. */
const QUIET = 500;
/** A page that never rests is not waited for, ms. */
const MOST = 4_000;

/** Calls once what the page first shows is there: what it loads later does not hold that up. */
export function onceAtRest(run: () => void): void {
  const finish = () => {
    clearTimeout(quiet);
    clearTimeout(most);
    changes.disconnect();
    run();
  };
  let quiet = setTimeout(finish, QUIET);
  const most = setTimeout(finish, MOST);
  const changes = new MutationObserver(() => {
    clearTimeout(quiet);
    quiet = setTimeout(finish, QUIET);
  });
  changes.observe(document.body, { childList: true, subtree: true, characterData: true });
}
