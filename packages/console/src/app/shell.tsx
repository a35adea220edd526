import { lazy, Suspense, useEffect, useState } from 'react';
import { NavLink, Outlet, useLocation, useNavigation } from 'react-router';
import { Icon } from '../design/icon.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { PondMark } from '../design/pond-mark.tsx';
import { useSession } from '../features/accounts/session.tsx';
import { SearchButton } from '../features/search/search-button.tsx';
import { useWords } from '../words/use-words.ts';
import { AccountMenu } from './account-menu.tsx';
import { appWords } from './app-words.ts';
import { isShown, menu } from './menu.ts';
import { LanguageButton, ThemeButton } from './preferences.tsx';
import styles from './shell.module.css';

// Nobody but a demo downloads its controls.
const DemoClock = lazy(() =>
  import('../features/demo/demo-clock.tsx').then((file) => ({ default: file.DemoClock })),
);
const TrialBar = lazy(() =>
  import('../features/demo/trial-bar.tsx').then((file) => ({ default: file.TrialBar })),
);

/** Menu, top bar and the page. On narrow screens the menu slides in. */
export function Shell() {
  const say = useWords(appWords);
  const { workspace } = useSession();
  const demo = workspace.kind === 'demo';
  const location = useLocation();
  const loading = useNavigation().state !== 'idle';
  const [open, setOpen] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address closes the menu
  useEffect(() => setOpen(false), [location.pathname]);
  useEffect(() => {
    if (!open) return;
    const close = (event: KeyboardEvent) => event.key === 'Escape' && setOpen(false);
    window.addEventListener('keydown', close);
    return () => window.removeEventListener('keydown', close);
  }, [open]);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {say('skip')}
      </a>
      <div className={`${styles.progress} ${loading ? styles.loading : ''}`} />
      {open ? <div className={styles.veil} onClick={() => setOpen(false)} aria-hidden="true" /> : null}
      <aside className={`${styles.side} ${open ? styles.open : ''}`}>
        <div className={styles.brand}>
          <PondMark size={28} />
          <div className={styles.workspace}>
            <strong title={workspace.name}>{workspace.name}</strong>
            {workspace.kind === 'demo' ? <span className={styles.demo}>{say('demo')}</span> : null}
          </div>
          <IconButton
            className={styles.close ?? ''}
            icon="close"
            label={say('closeMenu')}
            onClick={() => setOpen(false)}
          />
        </div>
        <Menu />
      </aside>
      <div className={styles.column}>
        <header className={styles.bar}>
          <IconButton
            className={styles.burger ?? ''}
            icon="menu"
            label={say('openMenu')}
            aria-expanded={open}
            onClick={() => setOpen(true)}
          />
          <span className={styles.barName}>{workspace.name}</span>
          <span className={styles.grow} />
          {demo ? (
            <Suspense>
              <DemoClock />
            </Suspense>
          ) : null}
          <SearchButton />
          <LanguageButton />
          <ThemeButton />
          <AccountMenu />
        </header>
        {demo ? (
          <Suspense>
            <TrialBar />
          </Suspense>
        ) : null}
        <main id="content" tabIndex={-1} className={styles.main}>
          <Outlet />
        </main>
      </div>
    </div>
  );
}

function Menu() {
  const say = useWords(appWords);
  const session = useSession();
  return (
    <nav aria-label={say('mainMenu')} className={styles.menu}>
      {menu.map((group) => {
        const entries = group.entries.filter((entry) => isShown(entry, session));
        if (entries.length === 0) return null;
        return (
          <section key={group.label}>
            {group.label ? <h2>{say(group.label)}</h2> : null}
            <ul>
              {entries.map((entry) => (
                <li key={entry.path}>
                  <NavLink
                    to={`/${entry.path}`}
                    className={({ isActive }) => (isActive ? (styles.here ?? '') : '')}
                  >
                    <Icon name={entry.icon} />
                    {say(entry.label)}
                  </NavLink>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}
