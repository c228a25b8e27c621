// Runs before the first paint, so that night stays night from page to page.
(() => {
  const root = document.documentElement;
  const KEY = "theme";
  root.dataset.js = "";

  const apply = (choice) => {
    if (choice) root.dataset.theme = choice;
    else delete root.dataset.theme;
  };

  const remembered = () => {
    try { return localStorage.getItem(KEY) || ""; } catch { return ""; }
  };

  const show = () => {
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === remembered()));
    }
  };

  apply(remembered());
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    try { localStorage.setItem(KEY, button.dataset.themeChoice); } catch { /* private window */ }
    apply(button.dataset.themeChoice);
    show();
  });
})();
