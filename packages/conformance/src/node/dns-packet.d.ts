declare module "dns-packet" {
  export interface Record {
    name: string;
    type: string;
    data?: unknown;
  }
  export interface Packet {
    id?: number;
    type?: "query" | "response";
    flags?: number;
    questions?: { name: string; type: string; class?: string }[];
    answers?: Record[];
    additionals?: Record[];
  }
  const dns: {
    RECURSION_DESIRED: number;
    encode(packet: Packet): Buffer;
    decode(bytes: Buffer): Packet;
  };
  export default dns;
}
