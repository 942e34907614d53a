/** All products of the workspace. */
import "../theme/mantine-all.css";
import { ActionIcon, Button, Group, Loader, Menu, Radio, Stack, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { CRITERIA, type Outcome } from "@seiza/conformance";
import {
  IconDeviceCctv,
  IconDots,
  IconFileImport,
  IconPlus,
  IconSearch,
  IconTrash,
} from "@tabler/icons-react";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { downloads } from "../api/client.ts";
import { onNotice } from "../api/events.ts";
import { type Product, type ProductHead, productsApi } from "../api/products.ts";
import home from "../home/home.module.css";
import { HomeTabs } from "../home/home-tabs.tsx";
import { useLang } from "../i18n/index.ts";
import common from "../i18n/messages/common.ts";
import words from "../i18n/messages/products.ts";
import shell from "../i18n/messages/shell.ts";
import { useFormats, useWords } from "../i18n/words.ts";
import drop from "../intake/drop.module.css";
import { useFileDrop } from "../intake/use-file-drop.ts";
import { Dialog } from "../parts/dialog.tsx";
import { EmptyState, PageHead } from "../parts/panel.tsx";
import { Words } from "../parts/words.tsx";
import { AppTools, Brand } from "../shell/app-tools.tsx";
import { Failure } from "../shell/error-page.tsx";
import { useKeepFocus } from "../shell/keep-focus.ts";
import frame from "../shell/shell.module.css";
import { HelpHost, useShortcuts } from "../shell/shortcuts.tsx";
import { dayOf } from "../study/decisions.ts";
import { judge, readText } from "./judge.ts";
import { create, type Start, textOf } from "./new-product.ts";
import css from "./product.module.css";
import { OUTCOMES, OutcomeDots } from "./verdict.tsx";

const PAGE = 24;
/** What a declaration may be as a file, MB. */
const FILE_LIMIT = 4;

export default function ProductsHome() {
  return (
    <HelpHost>
      <Products />
    </HelpHost>
  );
}

function Products() {
  const t = words.useT();
  const c = common.useT();
  const s = shell.useT();
  const w = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [query, setQuery] = useState("");
  const [asked] = useDebouncedValue(query.trim(), 200);
  const [isNew, setNew] = useState(false);
  const [busy, setBusy] = useState(false);
  const frameRef = useRef<HTMLDivElement>(null);
  useKeepFocus(frameRef);
  const searchField = useRef<HTMLInputElement>(null);
  const fileField = useRef<HTMLInputElement>(null);
  const products = useInfiniteQuery({
    queryKey: ["products", asked],
    queryFn: ({ pageParam }) =>
      productsApi.list({
        limit: PAGE,
        ...(asked === "" ? {} : { query: asked }),
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  const heads = products.data?.pages.flatMap((p) => p.items) ?? [];
  const again = () => void client.invalidateQueries({ queryKey: ["products"] });
  useEffect(() => {
    document.title = `${t("title")} — ${c("product")}`;
  }, [t, c]);
  useEffect(() => {
    const look = () => void client.invalidateQueries({ queryKey: ["products"] });
    return onNotice(
      downloads.events,
      (n) => {
        if (n.kind === "missed" || n.product !== undefined) look();
      },
      look,
    );
  }, [client]);
  useShortcuts({
    search: () => searchField.current?.focus(),
    go: { l: () => void navigate({ to: "/" }) },
  });
  const told = (reason: unknown) =>
    notifications.show({
      color: "red",
      message: t("failed", { reason: reason instanceof Error ? reason.message : String(reason) }),
    });
  const open = ({ id }: Pick<Product, "id">, to: "/products/$id" | "/products/$id/declaration") =>
    void navigate({ to, params: { id } });
  const take = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    try {
      if (file.size > FILE_LIMIT * 1_000_000) throw new Error(t("file.tooLarge", { limit: FILE_LIMIT }));
      const text = await file.text();
      const today = dayOf(new Date());
      const { declaration, diagnostics } = readText(text, today);
      const first = diagnostics.find((d) => d.severity === "error");
      // A file that is no declaration at all is refused; one with mistakes is mended on its page.
      if (!declaration && first && ["not-a-product", "empty-product", "not-a-study"].includes(first.code))
        throw new Error(t("file.none", { file: file.name }));
      const made = await create(text, file.name.replace(/\.(ya?ml|json)$/i, ""), today);
      notifications.show({ message: t("created", { name: w(made.name) }) });
      again();
      open(made, declaration ? "/products/$id" : "/products/$id/declaration");
    } catch (reason) {
      told(reason);
    } finally {
      setBusy(false);
    }
  };
  const remove = async (head: ProductHead) => {
    try {
      const whole = await productsApi.get(head.id);
      await productsApi.remove(head.id, whole.revision);
      again();
      const id = `deleted-${head.id}`;
      notifications.show({ id, message: t("deleted", { name: w(head.name) }) });
    } catch (reason) {
      told(reason);
      again();
    }
  };
  const [removing, setRemoving] = useState<ProductHead>();
  const isOver = useFileDrop((file) => void take(file));
  const newButton = (
    <Button leftSection={<IconPlus size={17} />} onClick={() => setNew(true)}>
      {t("new")}
    </Button>
  );
  return (
    <div ref={frameRef}>
      <a href="#main" className="skip">
        {s("skip")}
      </a>
      <header className={frame.header}>
        <Brand />
        <HomeTabs />
        <span className={frame.grow} />
        <AppTools />
      </header>
      <main id="main" className={home.body} tabIndex={-1}>
        <div className={home.page}>
          <PageHead
            title={t("title")}
            text={t("text")}
            actions={
              <>
                <Button
                  variant="default"
                  leftSection={<IconFileImport size={17} />}
                  onClick={() => fileField.current?.click()}
                  loading={busy}
                >
                  {t("import")}
                </Button>
                {newButton}
              </>
            }
          />
          <input
            ref={fileField}
            type="file"
            accept=".yaml,.yml,.json"
            hidden
            aria-label={t("import")}
            onChange={(e) => {
              void take(e.currentTarget.files?.[0]);
              e.currentTarget.value = "";
            }}
          />
          {(heads.length > 0 || query !== "") && (
            <div className={home.toolbar}>
              <TextInput
                ref={searchField}
                type="search"
                aria-label={t("search")}
                placeholder={t("search")}
                leftSection={<IconSearch size={16} />}
                value={query}
                onChange={(e) => setQuery(e.currentTarget.value)}
                onKeyDown={(e) => {
                  if (e.key === "Escape") setQuery("");
                }}
              />
            </div>
          )}
          {products.isError ? (
            <Failure error={products.error} retry={() => void products.refetch()} />
          ) : products.isPending ? (
            <div className={frame.message}>
              <Loader aria-label={c("loading")} />
            </div>
          ) : heads.length === 0 ? (
            <EmptyState
              icon={<IconDeviceCctv size={28} />}
              title={asked === "" ? t("empty.title") : t("none.title", { query: asked })}
              text={asked === "" ? t("empty.text") : undefined}
              action={asked === "" ? newButton : undefined}
            />
          ) : (
            <ul className={home.cards}>
              {heads.map((head) => (
                <Card key={head.id} head={head} onDelete={() => setRemoving(head)} />
              ))}
            </ul>
          )}
          {products.hasNextPage && (
            <div className={home.more}>
              <Button
                variant="default"
                loading={products.isFetchingNextPage}
                onClick={() => void products.fetchNextPage()}
              >
                {c("more")}
              </Button>
            </div>
          )}
        </div>
      </main>
      {isOver && (
        <div className={drop.drop}>
          <div className={drop.box}>
            <IconFileImport size={40} stroke={1.4} aria-hidden="true" />
            {t("drop")}
          </div>
        </div>
      )}
      {isNew && (
        <NewDialog
          onClose={() => setNew(false)}
          onCreated={(made) => {
            again();
            open(made, "/products/$id/declaration");
          }}
        />
      )}
      {removing && (
        <Dialog opened onClose={() => setRemoving(undefined)} title={t("delete.title")}>
          <Stack>
            <p>{t("delete.text", { name: w(removing.name) })}</p>
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={() => setRemoving(undefined)}>
                {c("cancel")}
              </Button>
              <Button
                color="red"
                onClick={() => {
                  void remove(removing);
                  setRemoving(undefined);
                }}
              >
                {c("delete")}
              </Button>
            </Group>
          </Stack>
        </Dialog>
      )}
    </div>
  );
}

/** The newest kept assessment; while there is none, what the declaration alone gives. */
function useCard(head: ProductHead) {
  return useQuery({
    queryKey: ["products", "card", head.id, head.revision],
    queryFn: async () => {
      const today = dayOf(new Date());
      const [whole, kept] = await Promise.all([
        productsApi.get(head.id),
        productsApi.kept(head.id, { limit: 1 }),
      ]);
      const { declaration, diagnostics } = readText(whole.document.text, today);
      const [newest] = kept.items;
      const outcomes: { criterion: string; outcome: Outcome }[] | undefined = newest
        ? CRITERIA.map(({ id }) => ({
            criterion: id,
            outcome: newest.summary.criteria[id] ?? "inconclusive",
          }))
        : declaration && judge(declaration, whole.document.statements, [], today).judgements;
      return {
        product: declaration?.product,
        errors: diagnostics.filter((d) => d.severity === "error").length,
        outcomes,
        newest,
      };
    },
  });
}

function Card({ head, onDelete }: { head: ProductHead; onDelete: () => void }) {
  const t = words.useT();
  const c = common.useT();
  const w = useWords();
  const { ago, moment, list } = useFormats();
  const { data } = useCard(head);
  const product = data?.product;
  const said = OUTCOMES.flatMap((o) => {
    const count = data?.outcomes?.filter((x) => x.outcome === o).length ?? 0;
    return count === 0 ? [] : [t(`count.${o}`, { count })];
  });
  return (
    <li className={`${home.card} ${css.card}`} data-product={head.id}>
      <div className={home.cardBody}>
        <span className={home.domain}>
          {product ? [w(product.vendor.name), product.model].join(" · ") : "\u00a0"}
        </span>
        <h2 className={home.name}>
          <Link to="/products/$id" params={{ id: head.id }} className={home.cardLink}>
            <Words of={head.name} />
          </Link>
        </h2>
        <div className={home.facts}>
          {product?.type !== undefined && <span>{t("type", { type: product.type })}</span>}
          {product && <span>{t("firmware", { version: product.firmware.version })}</span>}
          {(data?.errors ?? 0) > 0 && (
            <span data-tone="bad">{t("errors", { count: data?.errors ?? 0 })}</span>
          )}
        </div>
        {data?.outcomes && (
          <>
            <OutcomeDots outcomes={data.outcomes} label={list(said)} />
            <p className={css.cardSaid}>{list(said.slice(0, 3))}</p>
          </>
        )}
        <span className={home.foot} title={moment(head.updatedAt)}>
          {data?.newest
            ? t("card.kept", {
                number: data.newest.number,
                ago: ago(head.updatedAt),
                by: head.updatedBy.name,
              })
            : t("card.updated", { ago: ago(head.updatedAt), by: head.updatedBy.name })}
        </span>
      </div>
      <div className={css.cardMenu}>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={t("menu", { name: w(head.name) })}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconTrash size={16} />} c="var(--bad)" onClick={onDelete}>
              {c("delete")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </li>
  );
}

const STARTS: readonly Start[] = ["scratch", "camera", "thermostat"];
function NewDialog({ onClose, onCreated }: { onClose: () => void; onCreated: (product: Product) => void }) {
  const t = words.useT();
  const c = common.useT();
  const lang = useLang();
  const [start, setStart] = useState<Start>("scratch");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const make = async () => {
    setBusy(true);
    try {
      onCreated(await create(await textOf(start, lang), t("new"), dayOf(new Date())));
    } catch (reason) {
      setError(t("failed", { reason: reason instanceof Error ? reason.message : String(reason) }));
      setBusy(false);
    }
  };
  return (
    <Dialog opened onClose={onClose} title={t("new")} size={620}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <Stack>
          <Radio.Group
            value={start}
            onChange={(value) => setStart(STARTS.find((x) => x === value) ?? "scratch")}
            label={t("new.text")}
            error={error}
          >
            <Stack gap="sm" mt="xs">
              {STARTS.map((x) => (
                <Radio
                  key={x}
                  value={x}
                  label={t(`start.${x}`)}
                  description={t(`start.${x}.text`)}
                  data-autofocus={x === "scratch" || undefined}
                />
              ))}
            </Stack>
          </Radio.Group>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {c("cancel")}
            </Button>
            <Button type="submit" loading={busy}>
              {t("create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
