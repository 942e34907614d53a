import { Modal, type ModalProps } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import common from "../i18n/messages/common.ts";
import css from "./parts.module.css";

/** A dialog that is taken away while it is open gives the focus back as well; one that closes in place does so by itself. */
function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      setTimeout(() => {
        if (document.activeElement === document.body && before instanceof HTMLElement && before.isConnected)
          before.focus({ preventScroll: true });
      }, 0);
    },
    [before],
  );
}

/** A dialog over the page. Escape, the cross and a click beside it close it; the focus returns to where it was. */
export function Dialog({
  opened,
  onClose,
  title,
  size = "md",
  top,
  children,
}: {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  size?: NonNullable<ModalProps["size"]>;
  /** Near the upper edge: for content that grows and shrinks. */
  top?: boolean;
  children: ReactNode;
}) {
  const t = common.useT();
  useFocusBack();
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size={size}
      centered={!top}
      {...(top ? { yOffset: "8vh" } : {})}
    >
      <Modal.Overlay backgroundOpacity={0.4} />
      <Modal.Content>
        <div className={css.dialogHead}>
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label={t("close")} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
