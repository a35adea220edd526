import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { antdTheme } from '../design/antd-theme.ts';
import { paint, type Tone } from '../design/palette.ts';

/** What a person chose: a tone, or that of the system. */
export type ThemeChoice = Tone | 'system';

const storageKey = 'yutang.theme';
const dark = window.matchMedia('(prefers-color-scheme: dark)');

function stored(): ThemeChoice {
  const value = localStorage.getItem(storageKey);
  return value === 'light' || value === 'dark' ? value : 'system';
}

interface Theme {
  choice: ThemeChoice;
  tone: Tone;
  choose: (choice: ThemeChoice) => void;
}

const ThemeContext = createContext<Theme>({ choice: 'system', tone: 'light', choose: () => {} });

/** The theme in force and how to change it. */
export function useTheme(): Theme {
  return useContext(ThemeContext);
}

/** Paints the document, and dresses Ant Design in the same colours and language. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState(stored);
  const [systemDark, setSystemDark] = useState(dark.matches);
  const { i18n } = useTranslation();
  useEffect(() => {
    const listen = () => setSystemDark(dark.matches);
    dark.addEventListener('change', listen);
    return () => dark.removeEventListener('change', listen);
  }, []);
  const tone: Tone = choice === 'system' ? (systemDark ? 'dark' : 'light') : choice;
  useEffect(() => paint(tone), [tone]);
  const theme = useMemo(
    () => ({
      choice,
      tone,
      choose: (next: ThemeChoice) => {
        localStorage.setItem(storageKey, next);
        setChoice(next);
      },
    }),
    [choice, tone],
  );
  return (
    <ThemeContext value={theme}>
      <ConfigProvider
        theme={antdTheme(tone)}
        locale={i18n.language === 'en' ? enUS : zhCN}
        button={{ autoInsertSpace: false }}
      >
        <App component={false}>{children}</App>
      </ConfigProvider>
    </ThemeContext>
  );
}

/** Called before the first paint, so that a dark room stays dark. */
export function paintEarly(): void {
  const choice = stored();
  paint(choice === 'system' ? (dark.matches ? 'dark' : 'light') : choice);
}
