// Runs before the page is painted: the theme that this browser chose, if it chose one.
{
  let theme = null;
  try { theme = localStorage.getItem("theme"); } catch { /* storage may be forbidden */ }
  if (theme) document.documentElement.dataset.theme = theme;
}
