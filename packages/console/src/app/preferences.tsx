import { Dropdown } from 'antd';
import { IconButton } from '../design/icon-button.tsx';
import { changeLanguage, currentLanguage } from '../words/language.ts';
import { useWords } from '../words/use-words.ts';
import { appWords } from './app-words.ts';
import { type ThemeChoice, useTheme } from './theme.tsx';

/** 中 / EN in one press. */
export function LanguageButton() {
  const say = useWords(appWords);
  const zh = currentLanguage() === 'zh-CN';
  return (
    <button
      type="button"
      className="language-button"
      lang={zh ? 'en' : 'zh-CN'}
      aria-label={say('switchLanguage')}
      title={say('switchLanguage')}
      onClick={() => changeLanguage(zh ? 'en' : 'zh-CN')}
    >
      {zh ? 'EN' : '中'}
    </button>
  );
}

/** Light, dark, or as the system. */
export function ThemeButton() {
  const say = useWords(appWords);
  const { choice, tone, choose } = useTheme();
  const items: { key: ThemeChoice; label: string }[] = [
    { key: 'light', label: say('themeLight') },
    { key: 'dark', label: say('themeDark') },
    { key: 'system', label: say('themeSystem') },
  ];
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        selectedKeys: [choice],
        onClick: ({ key }) => choose(key === 'light' || key === 'dark' ? key : 'system'),
      }}
    >
      <IconButton icon={tone === 'dark' ? 'moon' : 'sun'} label={say('theme')} />
    </Dropdown>
  );
}
