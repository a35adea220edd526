import type { ComponentProps } from 'react';
import { Icon, type IconName } from './icon.tsx';
import styles from './icon-button.module.css';

export interface IconButtonProps extends ComponentProps<'button'> {
  icon: IconName;
  /** Accessible name, also shown on hover. */
  label: string;
  text?: string;
  size?: number;
}

/** A quiet button that is only an icon, or an icon and a short word. */
export function IconButton({ icon, label, text, size = 18, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={`${styles.button} ${className}`}
      {...rest}
    >
      <Icon name={icon} size={size} />
      {text ? <span>{text}</span> : null}
    </button>
  );
}
