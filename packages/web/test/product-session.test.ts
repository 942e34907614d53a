/** The open product: what is typed is saved in order, another window's work is never overwritten, undo leads back. */
import type { ProductDocument } from "@seiza/conformance";
import { describe, expect, it } from "vitest";
import { ApiError, Unreachable } from "../src/api/client.ts";
import type { Product } from "../src/api/products.ts";
import { startProduct } from "../src/product/session.ts";

const BY = { person: "p1", name: "星野" };
const document = (text: string): ProductDocument => ({
  seiza: "product-document/1",
  text,
  statements: [],
});

/** A server with one product, and a clock that stands still until it is moved. */
function bench(text = "a") {
  let product: Product = {
    id: "p",
    name: "名前",
    revision: 1,
    createdAt: "2026-01-01T00:00:00Z",
    createdBy: BY,
    updatedAt: "2026-01-01T00:00:00Z",
    updatedBy: BY,
    document: document(text),
  };
  const state = { now: 0, away: false, saves: 0 };
  const put = (next: ProductDocument, name: Product["name"] = product.name) => {
    product = { ...product, name, document: next, revision: product.revision + 1 };
    return product;
  };
  const running = startProduct(product, {
    person: BY,
    nameOf: (given) => (given.startsWith("name ") ? given.slice(5) : undefined),
    now: () => state.now,
    timers: { set: () => undefined, clear: () => undefined },
    api: {
      get: async () => product,
      save: async (_id, expected, body) => {
        if (state.away) throw new Unreachable("away");
        state.saves++;
        if (expected !== product.revision)
          throw new ApiError({ type: "", title: "", status: 412, code: "conflict" });
        return put(body.document, body.name);
      },
    },
  });
  const session = () => running.store.getState();
  const type = (next: string) => session().edit((d) => ({ ...d, text: next }), "text");
  return { running, session, type, put, state, stored: () => product };
}

describe("an open product", () => {
  it("saves what was typed under the name that the declaration gives", async () => {
    const { session, type, stored } = bench();
    type("name カメラ");
    expect(session().save).toBe("dirty");
    await session().flush();
    expect(session().save).toBe("saved");
    expect(stored()).toMatchObject({ revision: 2, name: "カメラ", document: { text: "name カメラ" } });
  });
  it("takes typing within a second back as one step, and makes it again", () => {
    const { session, type, state } = bench();
    type("ab");
    state.now = 400;
    type("abc");
    state.now = 5000;
    type("abcd");
    session().undo();
    expect(session().document.text).toBe("abc");
    session().undo();
    expect(session().document.text).toBe("a");
    expect(session().canUndo).toBe(false);
    session().redo();
    expect(session().document.text).toBe("abc");
  });
  it("keeps what another window saved until a person chooses", async () => {
    const { session, type, put, stored } = bench();
    put(document("theirs"));
    type("mine");
    await session().flush();
    expect(session().save).toBe("conflict");
    expect(stored().document.text).toBe("theirs");
    type("mine, and more");
    await session().flush();
    expect(stored().document.text).toBe("theirs");
    session().settle("mine");
    await session().flush();
    expect(stored()).toMatchObject({ revision: 3, document: { text: "mine, and more" } });
  });
  it("takes theirs, with one's own a step of undo away", async () => {
    const { session, type, put } = bench();
    put(document("theirs"));
    type("mine");
    await session().flush();
    session().settle("theirs");
    expect(session()).toMatchObject({ save: "saved", document: { text: "theirs" } });
    session().undo();
    expect(session().document.text).toBe("mine");
  });
  it("follows another window while nothing was typed here", async () => {
    const { running, session, put } = bench();
    put(document("theirs"));
    await running.heard();
    expect(session()).toMatchObject({ save: "saved", document: { text: "theirs" }, head: { revision: 2 } });
  });
  it("says that it is not saved while the server is away, and saves when it is back", async () => {
    const { running, session, type, state, stored } = bench();
    state.away = true;
    type("mine");
    await session().flush();
    expect(session().save).toBe("offline");
    expect(running.isUnsaved()).toBe(true);
    state.away = false;
    await session().flush();
    expect(stored().document.text).toBe("mine");
    expect(running.isUnsaved()).toBe(false);
  });
});
