/** The simulator knows no product code: here its declaration meets the schema it must fit. */
import { Declaration } from "@seiza/conformance";
import { startDevice } from "@seiza/simulator";
import { expect, test } from "vitest";

test("the simulated device's declaration is a sound product.yaml", async () => {
  const device = await startDevice({ address: "127.79.0.1" });
  try {
    const read = Declaration.safeParse(device.declarationValues());
    expect(read.error?.issues).toBeUndefined();
    const ips = read.data?.interfaces.filter((i) => i.kind === "ip") ?? [];
    expect(ips.map((i) => i.port).sort()).toEqual(
      [device.ports.https, device.ports.http, device.ports.mqtts, device.ports.ssh, device.ports.ssdp].sort(),
    );
  } finally {
    await device.stop();
  }
});
