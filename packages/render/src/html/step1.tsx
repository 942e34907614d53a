import type { Configuration } from "@seiza/dossier";
import { Ref, ROWS, T, Table, Th, type View, W, Why } from "./view.tsx";

/** Components of a configuration up to which the data flows are shown as a matrix. */
const MATRIX_UP_TO = 26;

function FlowMatrix({ view, cfg }: { view: View; cfg: Configuration }) {
  const owner = new Map(cfg.interfaces.map((i) => [i.id, i.component]));
  const cell = new Map<string, string[]>();
  for (const f of cfg.flows) {
    const key = `${owner.get(f.from)}>${owner.get(f.to)}`;
    const mark = f.command ? "▶" : "・";
    const list = cell.get(key);
    if (list) list.push(mark);
    else cell.set(key, [mark]);
  }
  const used = cfg.components.filter((c) =>
    [...cell.keys()].some((k) => k.startsWith(`${c.id}>`) || k.endsWith(`>${c.id}`)),
  );
  return (
    <Table
      caption="matrix"
      head={[
        <th scope="col" />,
        ...used.map((c) => (
          <th scope="col" class="mid">
            <code class="id">{c.id.split("/")[1]}</code>
          </th>
        )),
      ]}
      rows={used.map((r) => (
        <tr>
          <th scope="row" class="nb">
            <Ref view={view} id={r.id}>
              <W t={r.name} />
            </Ref>
          </th>
          {used.map((c) => (
            <td class="mid">{cell.get(`${r.id}>${c.id}`)?.join("") ?? ""}</td>
          ))}
        </tr>
      ))}
    />
  );
}

function ConfigurationSection({
  view,
  cfg,
  pictures,
}: {
  view: View;
  cfg: Configuration;
  pictures: readonly [string, string];
}) {
  const name = (id: string) => view.names.get(id) ?? { ja: id, en: id };
  const faceName = (id: string) => (
    <>
      <Ref view={view} id={id}>
        <W t={name(`co:${id.slice(3, id.lastIndexOf("."))}`)} />
      </Ref>{" "}
      <code class="id">{id.slice(id.lastIndexOf(".") + 1)}</code>
    </>
  );
  return (
    <section>
      <h3 id={cfg.id}>
        <W t={cfg.name} />
      </h3>
      {cfg.text && (
        <p>
          <W t={cfg.text} />
        </p>
      )}
      <figure>
        {/* Markup made by the picture renderer, which escapes every name. */}
        <div
          class="pan"
          tabIndex={0}
          dangerouslySetInnerHTML={{
            __html: pictures
              .map((p, i) => p.replace('class="picture"', `class="picture ${i === 0 ? "ja" : "en"}"`))
              .join(""),
          }}
        />
        <figcaption>
          <span>
            <svg width="26" height="14" aria-hidden="true">
              <rect
                x="1"
                y="1"
                width="24"
                height="12"
                rx="3"
                fill="#fff"
                stroke="#1f4e79"
                stroke-width="1.5"
              />
            </svg>
            <T k="legendLabel" />
          </span>
          <span>
            <svg width="26" height="14" aria-hidden="true">
              <rect
                x="1"
                y="1"
                width="24"
                height="12"
                rx="3"
                fill="#f2f0ea"
                stroke="#8d8774"
                stroke-width="1.5"
                stroke-dasharray="4 3"
              />
            </svg>
            <T k="legendOther" />
          </span>
          {(["plain", "link", "safe"] as const).map((c) => (
            <span>
              <svg width="30" height="10" aria-hidden="true">
                <path class={`flow ${c}`} d="M0 5H30" />
              </svg>
              <T k={c === "plain" ? "legendPlain" : c === "link" ? "legendLink" : "legendTransport"} />
            </span>
          ))}
          <span>
            <svg width="30" height="10" aria-hidden="true">
              <path class="flow safe cmd" d="M0 5H24" />
              <path d="M22 1L30 5L22 9z" fill="#33475a" />
            </svg>
            <T k="legendCommand" />
          </span>
        </figcaption>
      </figure>
      <details class="block">
        <summary>
          <T k="components" /> ({cfg.components.length})
        </summary>
        <Table
          tall
          total={cfg.components.length}
          head={[
            <Th k="name" />,
            <Th k="type" />,
            <Th k="zone" />,
            <Th k="quantity" num />,
            <Th k="importance" num />,
            <Th k="id" />,
          ]}
          rows={cfg.components.slice(0, ROWS).map((c) => (
            <tr id={c.id}>
              <th scope="row">
                <W t={c.name} />
              </th>
              <td>
                <Ref view={view} id={c.type}>
                  <W t={view.typeName(c.type)} />
                </Ref>
              </td>
              <td>
                <W t={name(c.zone)} />
              </td>
              <td class="num">{c.quantity}</td>
              <td class="num">{c.importance}</td>
              <td>
                <code class="id">{c.id}</code>
              </td>
            </tr>
          ))}
        />
      </details>
      <details class="block">
        <summary>
          <T k="interfaces" /> ({cfg.interfaces.length})
        </summary>
        <Table
          tall
          total={cfg.interfaces.length}
          head={[
            <Th k="interface" />,
            <Th k="use" />,
            <Th k="medium" />,
            <Th k="protocol" />,
            <Th k="authentication" />,
            <Th k="encryption" />,
            <Th k="integrity" />,
            <Th k="privilege" />,
            <Th k="reach" />,
          ]}
          rows={cfg.interfaces.slice(0, ROWS).map((i) => (
            <tr id={i.id}>
              <th scope="row">
                <Ref view={view} id={i.component}>
                  <W t={name(i.component)} />
                </Ref>{" "}
                <code class="id">{i.id.slice(i.id.lastIndexOf(".") + 1)}</code>
              </th>
              <td class="nb">
                <W t={view.value("use", i.use)} />
                {!i.enabled && (
                  <span class="off">
                    {" "}
                    (<T k="off" />)
                  </span>
                )}
              </td>
              <td>
                <W t={view.termName("media", i.medium)} />
              </td>
              <td>{i.protocol ?? "—"}</td>
              {(["authentication", "encryption", "integrity", "privilege", "reach"] as const).map((f) => (
                <td>
                  <W t={view.value(f, i[f])} />
                </td>
              ))}
            </tr>
          ))}
        />
      </details>
      <details class="block">
        <summary>
          <T k="flows" /> ({cfg.flows.length})
        </summary>
        <Table
          tall
          total={cfg.flows.length}
          head={[
            <Th k="from" />,
            <Th k="to" />,
            <Th k="command" mid />,
            <Th k="filter" />,
            <Th k="carries" />,
          ]}
          rows={cfg.flows.slice(0, ROWS).map((f) => (
            <tr>
              <td>{faceName(f.from)}</td>
              <td>{faceName(f.to)}</td>
              <td class="mid">{f.command ? "▶" : ""}</td>
              <td>
                <W t={view.value("filter", f.filter)} />
              </td>
              <td>
                {f.carries.map((k, i) => (
                  <>
                    {i > 0 ? ", " : ""}
                    <W t={view.carriedName(k)} />
                  </>
                ))}
              </td>
            </tr>
          ))}
        />
        {cfg.components.length <= MATRIX_UP_TO && <FlowMatrix view={view} cfg={cfg} />}
      </details>
    </section>
  );
}

export function Step1({
  view,
  pictures,
}: {
  view: View;
  pictures: ReadonlyMap<string, readonly [string, string]>;
}) {
  const { step1 } = view.dossier;
  return (
    <section>
      <h2 id="step1">
        <T k="step1" />
      </h2>
      {step1.configurations.map((cfg) => (
        <ConfigurationSection view={view} cfg={cfg} pictures={pictures.get(cfg.id) ?? ["", ""]} />
      ))}
      <h3 id="types">
        <T k="types" />
      </h3>
      <Table
        head={[
          <Th k="type" />,
          <Th k="components" num />,
          <Th k="quantity" num />,
          <Th k="label" />,
          <Th k="reason" />,
          <Th k="why" />,
        ]}
        rows={step1.productTypes.map((t) => (
          <tr id={t.id}>
            <th scope="row">
              <W t={t.name} />
            </th>
            <td class="num">{t.components}</td>
            <td class="num">{t.units}</td>
            <td class="nb">
              <span class={`chip ${t.label.capable === "some" ? "partly" : t.label.capable}`}>
                <T k={t.label.capable} />
              </span>
            </td>
            <td class="wide">
              <W t={view.termName("reasons", t.label.reason)} />
            </td>
            <td>
              <Why view={view} id={t.id} because={t.label.because} />
            </td>
          </tr>
        ))}
      />
      {step1.assumptions.length > 0 && (
        <>
          <h3 id="assumptions">
            <T k="assumptions" />
          </h3>
          <p class="note">
            <T k="assumptionsNote" />
          </p>
          <Table
            head={[<Th k="type" />, <Th k="item" />, <Th k="value" />, <Th k="places" num />]}
            total={step1.assumptions.length}
            rows={step1.assumptions.slice(0, ROWS).map((a) => (
              <tr>
                <td>
                  <W t={view.typeName(a.type)} />
                </td>
                <td>
                  <W t={view.termName("scales", a.fact)} />
                </td>
                <td>
                  <W t={view.value(a.fact, a.value)} />
                </td>
                <td class="num">{a.places}</td>
              </tr>
            ))}
          />
        </>
      )}
    </section>
  );
}
