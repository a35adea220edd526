import type { ReactNode } from 'react';

export interface SvgButtonProps {
  label: string;
  className?: string | undefined;
  onPress: () => void;
  /** The pointer or the keyboard is on it, or has left. */
  onLight?: (on: boolean) => void;
  /** Cannot be pressed; still lights up. */
  idle?: boolean;
  children: ReactNode;
}

/** Part of a drawing that can be pressed, by mouse or keyboard. */
export function SvgButton({ label, className, onPress, onLight, idle = false, children }: SvgButtonProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button element
    <g
      role="button"
      tabIndex={idle ? -1 : 0}
      aria-label={label}
      aria-disabled={idle}
      className={className}
      onMouseEnter={() => onLight?.(true)}
      onMouseLeave={() => onLight?.(false)}
      onFocus={() => onLight?.(true)}
      onBlur={() => onLight?.(false)}
      onClick={() => !idle && onPress()}
      onKeyDown={(event) => {
        if (idle || (event.key !== 'Enter' && event.key !== ' ')) return;
        event.preventDefault();
        onPress();
      }}
    >
      {children}
    </g>
  );
}
