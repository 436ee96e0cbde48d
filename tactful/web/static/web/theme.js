// Runs before the first paint: pins light or dark where this reader has chosen one.
(function () {
  "use strict";
  try {
    var choice = localStorage.getItem("theme");
    if (choice === "light" || choice === "dark") document.documentElement.dataset.theme = choice;
  } catch (_) { /* storage may be off; then the system decides */ }
  document.documentElement.classList.add("scripted");
})();
