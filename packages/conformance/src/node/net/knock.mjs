/**
 * One thread of a large port sweep (see `knockers.ts`): connects to ports of the one address it was started with and tells
 * which of them did not refuse. It works on the runtime's TCP handles themselves: a `net.Socket` is a stream with buffers,
 * listeners and an error object with a stack, and costs as much processor time as the connection (docs/performance.md).
 */
import { getSystemErrorName } from "node:util";
import { parentPort, workerData } from "node:worker_threads";

const { TCP, TCPConnectWrap, constants } = process.binding("tcp_wrap");
const { address, window, timeoutMs } = workerData;
const TICK = 100;
const v6 = address.includes(":");

let tick = 0;
const batches = [];
/** In the order in which they were started: the first is the oldest. */
const flying = new Set();

const states = new Map();
function stateOf(status) {
  let state = states.get(status);
  if (state === undefined) {
    const name = getSystemErrorName(status);
    state = name === "ECONNREFUSED" || name === "ECONNRESET" ? "closed" : "filtered";
    states.set(status, state);
  }
  return state;
}

function settle(knock, state) {
  if (!flying.delete(knock)) return;
  knock.handle.close();
  const { batch } = knock;
  if (state !== "closed") batch.found.push([knock.port, state]);
  if (--batch.left === 0) parentPort.postMessage({ id: batch.id, found: batch.found });
}

function onComplete(status) {
  const { knock } = this;
  if (status !== 0) settle(knock, stateOf(status));
  else {
    const local = {};
    knock.handle.getsockname(local);
    settle(knock, local.port === knock.port && local.address === address ? "self" : "open");
  }
  refill();
}

let filling = false;
/**
 * The next connections are started after the loop has looked for events, not while it takes answers: a refusal that comes at
 * once is then taken before the loop looks again, and its socket is never given to the system to watch.
 */
function refill() {
  if (filling) return;
  filling = true;
  setImmediate(() => {
    filling = false;
    pump();
  });
}

function start(batch, port) {
  const knock = { handle: new TCP(constants.SOCKET), batch, port, since: tick };
  const request = new TCPConnectWrap();
  request.knock = knock;
  request.oncomplete = onComplete;
  flying.add(knock);
  const status = v6
    ? knock.handle.connect6(request, address, port)
    : knock.handle.connect(request, address, port);
  if (status !== 0) settle(knock, stateOf(status));
}

function pump() {
  while (flying.size < window && batches.length > 0) {
    const batch = batches[0];
    const port = batch.ports[batch.at++];
    if (batch.at === batch.ports.length) batches.shift();
    start(batch, port);
  }
}

// One timer for all. Ticks are counted, not the clock: answers are taken in between two of them, so a thread that the
// machine held up gives up nothing that has an answer waiting.
setInterval(() => {
  tick++;
  for (const knock of flying) {
    if ((tick - knock.since) * TICK <= timeoutMs) break;
    settle(knock, "filtered");
  }
  pump();
}, TICK);

parentPort.on("message", ({ id, ports }) => {
  batches.push({ id, ports, at: 0, left: ports.length, found: [] });
  pump();
});
parentPort.postMessage({ ready: true });
