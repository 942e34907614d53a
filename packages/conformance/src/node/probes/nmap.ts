/** Reads nmap's XML of a run of our own (domain/conformance.md C.6): coverage is proved, names from the port table are no evidence. */
import { SaxesParser } from "saxes";
import type { SeenPort } from "../../evidence/facts.ts";

export interface NmapReport {
  version: string;
  /** The file has its end, and the end says success. */
  complete: boolean;
  hosts: {
    address: string;
    ports: SeenPort[];
    /** Listed ports and those summed up as "extra". */
    covered: number;
  }[];
}

export function parseNmap(xml: string): NmapReport {
  const report: NmapReport = { version: "", complete: false, hosts: [] };
  let host: NmapReport["hosts"][number] | undefined;
  let port: SeenPort | undefined;
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => {
    const a = attributes as Record<string, string>;
    if (name === "nmaprun") report.version = a["version"] ?? "";
    else if (name === "host") {
      host = { address: "", ports: [], covered: 0 };
      report.hosts.push(host);
    } else if (name === "address" && host && a["addrtype"] !== "mac") host.address = a["addr"] ?? "";
    else if (name === "extraports" && host) host.covered += Number(a["count"] ?? 0);
    else if (name === "port" && host) {
      port = {
        transport: a["protocol"] === "udp" ? "udp" : "tcp",
        port: Number(a["portid"]),
        state: "closed",
        by: "tool",
      };
      host.ports.push(port);
      host.covered++;
    } else if (name === "state" && port) {
      const s = a["state"] ?? "";
      port.state =
        s === "open" || s === "closed" || s === "filtered" || s === "open|filtered" ? s : "filtered";
    } else if (name === "service" && port) {
      if (a["name"]) port.service = a["name"];
      if (a["method"] !== "probed") port.by = "table";
      if (a["product"]) port.product = a["product"];
      if (a["version"]) port.version = a["version"];
      if (a["tunnel"] === "ssl") port.tls = true;
    } else if (name === "finished") report.complete = a["exit"] === "success";
  });
  parser.on("closetag", ({ name }) => {
    if (name === "port") port = undefined;
    if (name === "host") host = undefined;
  });
  try {
    parser.write(xml).close();
  } catch {
    report.complete = false;
  }
  return report;
}
