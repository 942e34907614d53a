import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  BAD,
  CannotListen,
  CURRENT_VERSION,
  DEFAULT_ACCOUNT,
  DEFAULT_PASSWORD,
  type Device,
  FACTORY_VERSION,
  LOCK_SECONDS,
  NOT_SHOWN,
  OFFSETS,
  startDevice,
  WEAKNESSES,
  type WeaknessId,
} from "@seiza/simulator";
import { stringify } from "yaml";
import { UserError, writeTogether } from "../files.ts";
import { EXIT, type Lang } from "../terminal.ts";

export interface SimulateOptions {
  list?: boolean;
  portBase?: string;
  address?: string;
  lockSeconds?: string;
  state?: string;
  asShipped?: boolean;
  product?: string;
  force?: boolean;
}

export const DEFAULT_PORT_BASE = 18_000;
/** An address of its own keeps other programs' ports out of a scan. Only macOS has to be told about it first. */
const defaultAddress = () => (process.platform === "darwin" ? "127.0.0.1" : "127.0.0.77");

function weaknessesOf(what: string): WeaknessId[] {
  if (what === "good") return [];
  if (what === "bad") return [...BAD];
  const asked = what.split(",").map((w) => w.trim());
  const unknown = asked.filter((w) => !WEAKNESSES.some(({ id }) => id === w));
  if (unknown.length > 0)
    throw new UserError(
      {
        ja: `「${unknown.join("、")}」という弱点はありません`,
        en: `there is no weakness ${unknown.join(", ")}`,
      },
      {
        ja: "good、bad、又は弱点の名前をカンマで区切って指定してください。一覧は seiza simulate --list",
        en: "give good, bad, or names of weaknesses separated by commas; seiza simulate --list shows them",
      },
    );
  return asked as WeaknessId[];
}

function numberOf(text: string | undefined, fallback: number, name: string, most: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0 || value > most)
    throw new UserError(
      { ja: `${name} の値「${text}」は使えません`, en: `"${text}" cannot be used for ${name}` },
      { ja: `0 から ${most} までの数で指定してください`, en: `give a number from 0 to ${most}` },
    );
  return value;
}

/** Every switch: what it does, which criteria it must turn, and why. */
function printList(lang: Lang): void {
  const kinds = {
    weakness: { ja: "弱点", en: "Weaknesses" },
    trap: { ja: "引っかけ(基準は破らない)", en: "Traps (break no criterion)" },
    fault: { ja: "ふるまいの悪い機器", en: "Devices that behave badly" },
  } as const;
  const turnsTo = {
    fail: { ja: "反する", en: "does not conform" },
    person: { ja: "人が判断", en: "a person decides" },
    inconclusive: { ja: "判断できない", en: "cannot tell" },
  } as const;
  const lines: string[] = [];
  for (const kind of ["weakness", "trap", "fault"] as const) {
    lines.push(kinds[kind][lang]);
    for (const w of WEAKNESSES.filter((x) => x.kind === kind)) {
      const turns = Object.entries(w.turns).map(([c, to]) => `${c} → ${turnsTo[to][lang]}`);
      lines.push(`  ${w.id}`, `      ${w.says[lang]}`);
      lines.push(`      ${[...turns, w.why[lang]].join(lang === "ja" ? "。" : "; ")}`);
    }
    lines.push("");
  }
  lines.push(NOT_SHOWN[lang]);
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** Readable, and no word of a natural language that a check might take for a hint. */
const madePassword = () => randomBytes(9).toString("base64url");

export const PRODUCT_HEAD = `# 申告の例: ネットワークカメラ(架空の製造業者の、架空の製品)。アドレスとポートは、書き出したときの機器のもの。
# An example declaration: a network camera that does not exist, of a vendor that does not exist. Addresses and ports are
# those of the device that \`seiza simulate\` ran when this was written.
`;

interface MadePasswords {
  admin: string;
  tester: string;
  /** One account for each further log-in, so that the checks can wait for all locks at once. */
  spare: Record<string, string>;
}

function writeProduct(folder: string, device: Device, passwords: MadePasswords, force: boolean): void {
  const yaml = join(folder, "product.yaml");
  if (existsSync(yaml) && !force)
    throw new UserError(
      { ja: `${yaml} は既にあります`, en: `${yaml} exists already` },
      { ja: "--force で置き換えられます", en: "--force replaces it" },
    );
  const credentials = {
    seiza: "credentials/1",
    accounts: {
      password: {
        user: "tester",
        password: passwords.tester,
        default: DEFAULT_PASSWORD,
        defaultUser: DEFAULT_ACCOUNT,
        spare: Object.entries(passwords.spare).map(([user, password]) => ({ user, password })),
      },
    },
  };
  writeTogether([
    ...[...device.files()].map(([name, bytes]) => ({ path: join(folder, name), chunks: [bytes] })),
    { path: yaml, chunks: [PRODUCT_HEAD, stringify(device.declarationValues(), { lineWidth: 110 })] },
  ]);
  const secret = join(folder, "credentials.yaml");
  writeFileSync(secret, stringify(credentials), { mode: 0o600 });
  chmodSync(secret, 0o600);
}

function told(error: unknown, portBase: number): unknown {
  if (!(error instanceof CannotListen)) return error;
  if (error.code === "EADDRINUSE")
    return new UserError(
      {
        ja: `ポート ${error.port} (${error.address}) は別のプログラムが使っています`,
        en: `port ${error.port} (${error.address}) is in use by another program`,
      },
      {
        ja: `別の番号から始めてください: --port-base ${portBase + 1000}`,
        en: `start from another number: --port-base ${portBase + 1000}`,
      },
    );
  if (error.code === "EADDRNOTAVAIL")
    return new UserError(
      {
        ja: `このコンピュータに ${error.address} というアドレスはありません`,
        en: `this machine has no address ${error.address}`,
      },
      { ja: "--address 127.0.0.1 を指定してください", en: "use --address 127.0.0.1" },
    );
  if (error.code === "EACCES")
    return new UserError(
      { ja: `ポート ${error.port} を使う権限がありません`, en: `no permission to use port ${error.port}` },
      { ja: "1024 以上の番号を --port-base で指定してください", en: "choose 1024 or more with --port-base" },
    );
  return error;
}

/** `seiza simulate`: a network camera to run checks against, until it is told to stop. */
export async function simulateCommand(what: string, options: SimulateOptions, lang: Lang): Promise<number> {
  if (options.list) {
    printList(lang);
    return EXIT.ok;
  }
  const weaknesses = weaknessesOf(what);
  const most = 65_535 - Math.max(...Object.values(OFFSETS));
  const portBase = numberOf(options.portBase, DEFAULT_PORT_BASE, "--port-base", most);
  const lockSeconds = numberOf(options.lockSeconds, LOCK_SECONDS, "--lock-seconds", 86_400);
  const address = options.address ?? defaultAddress();
  // Nothing of it may be reached from another machine: it is made to be broken.
  if (!/^127(\.\d{1,3}){3}$/.test(address))
    throw new UserError(
      { ja: `アドレス「${address}」は使えません`, en: `the address "${address}" cannot be used` },
      {
        ja: "このコンピュータの中だけのアドレス(127.0.0.1 など)を指定してください",
        en: "give an address inside this computer, such as 127.0.0.1",
      },
    );
  const passwords = {
    admin: madePassword(),
    tester: madePassword(),
    spare: { "tester-2": madePassword(), "tester-3": madePassword() },
  };
  let device: Device;
  try {
    device = await startDevice({
      weaknesses,
      portBase,
      address,
      lockSeconds,
      ...(options.state === undefined ? {} : { stateFile: options.state }),
    });
  } catch (error) {
    throw told(error, portBase);
  }
  const known = device.control.look().setUp;
  if (!options.asShipped && !known) device.control.provision(passwords);
  try {
    if (options.product !== undefined)
      writeProduct(options.product, device, passwords, options.force === true);
  } catch (error) {
    await device.stop();
    throw error;
  }
  // Before the first line is out: whoever reads it may stop the device at once.
  const stopped = new Promise<number>((done) => {
    const stop = () => void device.stop().then(() => done(EXIT.ok));
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  });
  const say = (ja: string, en: string) => process.stdout.write(`${lang === "ja" ? ja : en}\n`);
  const { ports } = device;
  say(
    `模擬の機器 ${device.model} を ${address} で起動しました。このコンピュータの外からは届きません。`,
    `The simulated device ${device.model} runs at ${address}. It cannot be reached from other computers.`,
  );
  process.stdout.write("\n");
  say(`  管理画面: https://${address}:${ports.https}/`, `  Admin pages: https://${address}:${ports.https}/`);
  process.stdout.write(
    `  HTTP ${ports.http}, MQTT (TLS) ${ports.mqtts}, SSH ${ports.ssh}, SSDP (UDP) ${ports.ssdp}\n`,
  );
  say(
    `  製造者のサイト: https://${device.benchAddress}:${ports.vendor}/`,
    `  Vendor's site: https://${device.benchAddress}:${ports.vendor}/`,
  );
  say(
    `  電源とリセットの操作: http://${device.benchAddress}:${ports.control}/`,
    `  Power and reset: http://${device.benchAddress}:${ports.control}/`,
  );
  if (known && options.state !== undefined)
    say(
      `  ログイン: ${options.state} に残っている利用者とパスワード`,
      `  Log-in: users and passwords kept in ${options.state}`,
    );
  else if (options.asShipped)
    say(
      `  ログイン: admin / ${DEFAULT_PASSWORD} (初期設定の前)`,
      `  Log-in: admin / ${DEFAULT_PASSWORD} (before first set-up)`,
    );
  else
    say(
      `  ログイン: admin / ${passwords.admin}、tester / ${passwords.tester}`,
      `  Log-in: admin / ${passwords.admin}, tester / ${passwords.tester}`,
    );
  say(
    `  ソフトウェア: ${device.control.look().version} (出荷時 ${FACTORY_VERSION}、更新すると ${CURRENT_VERSION})`,
    `  Software: ${device.control.look().version} (shipped with ${FACTORY_VERSION}, updates to ${CURRENT_VERSION})`,
  );
  process.stdout.write("\n");
  if (weaknesses.length === 0) say("弱点はありません。", "It has no weakness.");
  else {
    say("弱点:", "Weaknesses:");
    for (const id of weaknesses) {
      const w = WEAKNESSES.find((x) => x.id === id);
      if (w) process.stdout.write(`  ${id}  ${w.says[lang]}\n`);
    }
  }
  if (options.product !== undefined) {
    process.stdout.write("\n");
    say(
      `製品の申告と付属のファイル: ${options.product} (検査用のパスワードは credentials.yaml)`,
      `Declaration and its files: ${options.product} (passwords for the checks in credentials.yaml)`,
    );
  }
  process.stdout.write("\n");
  say("Ctrl+C で終了します。", "Ctrl+C stops it.");
  return stopped;
}
