// How this analyst likes the console. User Guide, "Setting preferences": page length and time stamps; the rest is ours.

import { applyDensity, applyMode, Density, Mode } from '@cloudscape-design/global-styles';
import { useEffect, useSyncExternalStore } from 'react';

import { storeOf, useStore } from './store';

export const THEMES = ['system', 'light', 'dark'] as const;
export const TIME_ZONES = ['utc', 'local'] as const;
export const DENSITIES = ['comfortable', 'compact'] as const;

/** More than any table has. */
export const ALL_ROWS = 1_000_000;

export const PAGE_SIZES = [10, 25, 50, 100, ALL_ROWS] as const;

export interface Preferences {
  readonly theme: (typeof THEMES)[number];
  readonly timeZone: (typeof TIME_ZONES)[number];
  readonly density: (typeof DENSITIES)[number];
  readonly pageSize: (typeof PAGE_SIZES)[number];
  readonly navigationOpen: boolean;
}

const DEFAULTS: Preferences = { theme: 'system', timeZone: 'utc', density: 'comfortable', pageSize: 25, navigationOpen: true };

function oneOf<T>(values: readonly T[], value: unknown, otherwise: T): T {
  return values.find((it) => it === value) ?? otherwise;
}

export function parsePreferences(stored: unknown): Preferences {
  const it = (typeof stored === 'object' && stored !== null ? stored : {}) as Record<string, unknown>;
  return {
    theme: oneOf(THEMES, it.theme, DEFAULTS.theme),
    timeZone: oneOf(TIME_ZONES, it.timeZone, DEFAULTS.timeZone),
    density: oneOf(DENSITIES, it.density, DEFAULTS.density),
    pageSize: oneOf(PAGE_SIZES, it.pageSize, DEFAULTS.pageSize),
    navigationOpen: it.navigationOpen !== false,
  };
}

// `public/theme.js` reads it, too.
export const preferencesStore = storeOf('gumshoe.preferences', parsePreferences);

export function usePreferences(): [Preferences, (changes: Partial<Preferences>) => void] {
  const preferences = useStore(preferencesStore);
  return [preferences, (changes) => preferencesStore.set({ ...preferencesStore.get(), ...changes })];
}

const systemDark = () => window.matchMedia('(prefers-color-scheme: dark)');

/** Whether the console is dark now, by choice or by the system's. */
export function useDark(): boolean {
  const { theme } = useStore(preferencesStore);
  const system = useSyncExternalStore(
    (listener) => {
      const query = systemDark();
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => systemDark().matches,
  );
  return theme === 'system' ? system : theme === 'dark';
}

/** Applies theme and density to the document. */
export function useAppearance(): void {
  const dark = useDark();
  const { density } = useStore(preferencesStore);
  useEffect(() => {
    document.documentElement.classList.remove('boot-dark', 'boot-light');
    document.documentElement.classList.add(dark ? 'boot-dark' : 'boot-light');
    applyMode(dark ? Mode.Dark : Mode.Light);
  }, [dark]);
  useEffect(() => {
    applyDensity(density === 'compact' ? Density.Compact : Density.Comfortable);
  }, [density]);
}
