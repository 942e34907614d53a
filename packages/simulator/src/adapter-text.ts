/**
 * The device adapter as a file of its own: one verb as last argument, one JSON object in, one out. It does on the bench
 * what hands would do on a real device, through the simulator's control port.
 */
export const ADAPTER = `// Device adapter of the simulated camera: node adapter.mjs <control address> <verb>
const [base, verb] = process.argv.slice(2);
let text = "";
for await (const part of process.stdin) text += part;
const input = text.trim() === "" ? {} : JSON.parse(text);

const call = async (method, path, body) => {
  const answer = await fetch(base + path, {
    method,
    headers: { "x-seiza-bench": "1", "content-type": "application/json" },
    body: method === "GET" ? undefined : JSON.stringify(body ?? {}),
  });
  if (!answer.ok) throw new Error(\`\${path}: \${answer.status} \${await answer.text()}\`);
  return answer.json();
};
const look = () => call("GET", "/");

const VERBS = {
  version: async () => ({ version: (await look()).version }),
  model: async () => ({ model: (await look()).model }),
  ready: async () => ({ ready: (await look()).ready }),
  restart: async () => call("POST", "/power-cycle", { offMs: 50 }),
  "read-state": async () => {
    const { settings, recordings, accounts } = await look();
    // Named by the assets of product.yaml: what the device holds, also where no page shows it.
    return {
      markers: {
        "held/video": String(recordings),
        "held/settings": settings.place,
        "held/credentials": accounts.join(" "),
      },
    };
  },
  plant: async () => call("POST", "/settings", input.markers ?? {}),
  delete: async () => call("POST", "/factory-reset"),
  unlock: async () => call("POST", "/unlock"),
};

const act = VERBS[verb];
if (act === undefined) process.exit(64);
process.stdout.write(JSON.stringify(await act()) + "\\n");
`;
