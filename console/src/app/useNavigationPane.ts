// Whether the side navigation is open.

import { useState } from 'react';

import { usePreferences } from '../state/preferences';

/** Below this width the navigation covers the page; the design system's breakpoint. */
const NARROW = 689;

/**
 * The frame closes the navigation by itself where it covers the page, and also for a moment at the start, before it knows
 * its own width. The former is followed and not remembered, the latter is not followed.
 */
export function useNavigationPane(): [boolean, (open: boolean) => void] {
  const [preferences, setPreferences] = usePreferences();
  const [isOpenWhenNarrow, setOpenWhenNarrow] = useState(false);
  const isNarrow = window.innerWidth < NARROW;
  const change = (open: boolean) => {
    if (isNarrow) setOpenWhenNarrow(open);
    else if (navigator.userActivation?.isActive !== false) setPreferences({ navigationOpen: open });
  };
  return [isNarrow ? isOpenWhenNarrow : preferences.navigationOpen, change];
}
