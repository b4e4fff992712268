// Runs before the first paint, so that a chosen theme does not flash. Without a choice the system's own holds.
(() => {
  const theme = localStorage.getItem('chroma.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
})();
