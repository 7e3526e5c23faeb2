// Before the first paint, so that a dark console does not flash white. `state/preferences.ts` has the rest.
(function () {
  var theme = 'system';
  try {
    theme = JSON.parse(localStorage.getItem('gumshoe.preferences') || '{}').theme || theme;
  } catch {
    // Storage may be forbidden, or hold something else: the system's theme it is.
  }
  var dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.add(dark ? 'boot-dark' : 'boot-light');
})();
