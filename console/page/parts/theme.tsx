import { useEffect, useState } from 'react';
import { Icon } from './icon.tsx';

const KEY = 'energy-console-theme';
const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

function kept(): Theme {
  const found = window.localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === found) ?? 'system';
}

/** Light, dark, or as the machine has it. */
export function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(kept);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    window.localStorage.setItem(KEY, theme);
  }, [theme]);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  return (
    <button type="button" className="quiet-button" onClick={() => setTheme(next)}>
      <Icon name="sun" /> <span>Theme: {theme}</span>
    </button>
  );
}
