import { theme as antd, type ThemeConfig } from 'antd';
import { palettes, type Tone } from './palette.ts';

/** Ant Design dressed in the pond's colours. */
export function antdTheme(tone: Tone): ThemeConfig {
  const c = palettes[tone];
  return {
    algorithm: tone === 'dark' ? antd.darkAlgorithm : antd.defaultAlgorithm,
    hashed: false,
    token: {
      fontFamily: 'var(--font)',
      fontSize: 14,
      colorPrimary: c.water,
      colorInfo: c.water,
      colorLink: c.water,
      colorSuccess: c.reed,
      colorWarning: c.amber,
      colorError: c.clay,
      colorBgBase: c.surface,
      colorBgContainer: c.surface,
      colorBgElevated: c.raised,
      colorBgLayout: c.paper,
      colorTextBase: c.ink,
      colorText: c.ink,
      colorTextSecondary: c.inkSoft,
      colorTextTertiary: c.inkFaint,
      colorTextPlaceholder: c.inkFaint,
      colorBorder: c.lineStrong,
      colorBorderSecondary: c.line,
      borderRadius: 8,
      borderRadiusLG: 12,
      borderRadiusSM: 5,
      controlHeight: 34,
      wireframe: false,
      motion: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      motionDurationMid: '0.16s',
      motionDurationSlow: '0.22s',
    },
    components: {
      Button: {
        primaryColor: c.onWater,
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        fontWeight: 500,
      },
      Segmented: { trackBg: c.sunken, itemSelectedBg: c.raised },
      Modal: { titleFontSize: 17 },
      Form: { labelColor: c.inkSoft, verticalLabelPadding: '0 0 6px', itemMarginBottom: 20 },
    },
  };
}
