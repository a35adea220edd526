import { Drawer } from 'antd';
import type { ReactNode } from 'react';

export interface SideProps {
  open: boolean;
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  width?: number;
  footer?: ReactNode;
}

/** Something beside the page; as wide as the screen on a phone. */
export function Side({ open, title, onClose, children, width = 520, footer }: SideProps) {
  return (
    <Drawer
      open={open}
      title={title}
      onClose={onClose}
      size={Math.min(width, window.innerWidth)}
      footer={footer ?? null}
      destroyOnHidden
      styles={{ body: { padding: '14px 20px 24px' }, header: { padding: '14px 20px' } }}
    >
      {children}
    </Drawer>
  );
}
