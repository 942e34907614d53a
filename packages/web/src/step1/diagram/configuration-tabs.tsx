import { Button, Group, Menu, Modal, Text } from "@mantine/core";
import { type Configuration, removalOf, type Study } from "@seiza/model";
import { IconCopy, IconDots, IconFilePlus, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useLang } from "../../i18n/index.ts";
import common from "../../i18n/messages/common.ts";
import words from "../../i18n/messages/diagram.ts";
import css from "./diagram.module.css";
import { say } from "./scene.ts";

/** Configuration patterns of the study, one a tab. */
export function ConfigurationTabs({
  study,
  configuration,
  readOnly,
  onChoose,
  onAdd,
  onRename,
  onRemove,
}: {
  study: Study;
  configuration: string;
  readOnly: boolean;
  onChoose: (id: string) => void;
  onAdd: (copyOf?: string) => void;
  onRename: (id: string, name: string) => void;
  onRemove: (id: string) => void;
}) {
  const t = words.useT();
  const c = common.useT();
  const lang = useLang();
  const [renaming, setRenaming] = useState<string>();
  const [removing, setRemoving] = useState<Configuration>();
  const { configurations } = study;
  const current = configurations.find((x) => x.id === configuration) ?? (configurations[0] as Configuration);
  const going = removing ? removalOf(study, [`cf:${removing.id}`]) : undefined;
  const step = (by: number) => {
    const at = configurations.findIndex((x) => x.id === current.id);
    const next = configurations[(at + by + configurations.length) % configurations.length];
    if (!next) return;
    onChoose(next.id);
    requestAnimationFrame(() => document.getElementById(`tab-${next.id}`)?.focus());
  };
  return (
    <div className={css.tabs}>
      <div className={css.tabList} role="tablist" aria-label={t("configurations")}>
        {configurations.map((x) =>
          renaming === x.id ? (
            <input
              key={x.id}
              className={css.tabInput}
              // biome-ignore lint/a11y/noAutofocus: the person asked to rename this tab
              autoFocus
              aria-label={t("configuration.rename")}
              defaultValue={say(x.name, lang)}
              onFocus={(e) => e.currentTarget.select()}
              onBlur={(e) => {
                setRenaming(undefined);
                const name = e.currentTarget.value.trim();
                if (name !== "" && name !== say(x.name, lang)) onRename(x.id, name);
              }}
              onKeyDown={(e) => {
                if (e.key === "Enter" && !e.nativeEvent.isComposing) e.currentTarget.blur();
                if (e.key === "Escape") {
                  e.stopPropagation();
                  setRenaming(undefined);
                }
              }}
            />
          ) : (
            <button
              key={x.id}
              id={`tab-${x.id}`}
              type="button"
              role="tab"
              className={css.tab}
              aria-selected={x.id === current.id}
              tabIndex={x.id === current.id ? 0 : -1}
              title={say(x.name, lang)}
              onClick={() => onChoose(x.id)}
              onDoubleClick={() => !readOnly && setRenaming(x.id)}
              onKeyDown={(e) => {
                if (e.key === "ArrowRight") step(1);
                else if (e.key === "ArrowLeft") step(-1);
                else if (e.key === "F2" && !readOnly) setRenaming(x.id);
                else return;
                e.preventDefault();
              }}
            >
              <span>{say(x.name, lang)}</span>
            </button>
          ),
        )}
      </div>
      {!readOnly && (
        <>
          <Menu position="bottom-start">
            <Menu.Target>
              <button
                type="button"
                className={css.iconButton}
                aria-label={t("configuration.menu", { name: say(current.name, lang) })}
                title={t("configuration.menu", { name: say(current.name, lang) })}
              >
                <IconDots size={17} />
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setRenaming(current.id)}>
                {t("configuration.rename")}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconTrash size={16} />}
                color="red"
                disabled={configurations.length < 2}
                onClick={() => setRemoving(current)}
              >
                {t("configuration.remove")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <Menu position="bottom-start">
            <Menu.Target>
              <button
                type="button"
                className={css.iconButton}
                aria-label={t("configuration.add")}
                title={t("configuration.add")}
              >
                <IconPlus size={17} />
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => onAdd(current.id)}>
                {t("configuration.add.copy", { name: say(current.name, lang) })}
              </Menu.Item>
              <Menu.Item leftSection={<IconFilePlus size={16} />} onClick={() => onAdd()}>
                {t("configuration.add.empty")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      )}
      <Modal
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={t("configuration.remove.title")}
      >
        <Text size="sm">
          {removing &&
            t("configuration.remove.text", {
              name: say(removing.name, lang),
              components: removing.components.length,
              flows: removing.flows?.length ?? 0,
              decisions: going?.decisions.length ?? 0,
            })}
        </Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setRemoving(undefined)}>
            {c("cancel")}
          </Button>
          <Button
            color="red"
            onClick={() => {
              if (removing) onRemove(removing.id);
              setRemoving(undefined);
            }}
          >
            {t("configuration.remove")}
          </Button>
        </Group>
      </Modal>
    </div>
  );
}
