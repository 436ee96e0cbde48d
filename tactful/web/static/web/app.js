// What the keyboard and the mouse gain where scripts run. Every page also works without this file.
(function () {
  "use strict";
  const $ = (selector, within) => (within || document).querySelector(selector);
  const $$ = (selector, within) => [...(within || document).querySelectorAll(selector)];
  const search = $("#q"), results = $("#results"), panel = $("#panel"), answer = $("#answer"), help = $("#help");
  const beside = document.currentScript.src;
  const typing = (node) => node.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  // ── light and dark ──
  const root = document.documentElement;
  function setTheme(choice) {
    if (choice) root.dataset.theme = choice; else delete root.dataset.theme;
    try { if (choice) localStorage.setItem("theme", choice); else localStorage.removeItem("theme"); } catch (_) { /* the system decides */ }
    markTheme();
  }
  function markTheme() {
    $$("[data-theme-choice]").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.themeChoice === (root.dataset.theme || ""))));
  }
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  markTheme();

  // ── the browser's own time zone: offered where one is chosen, and not saved before somebody says so ──
  const ownZone = $("[data-own-zone]");
  if (ownZone) {
    // Browsers keep to old names, such as Asia/Calcutta: what is in force is compared by the name that this one has for it.
    const named = (timeZone) => { try { return Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone; } catch (_) { return ""; } };
    const zone = named(undefined);
    if (zone && zone !== named(ownZone.dataset.ownZone)) {
      $("[name=time_zone]", ownZone).value = zone;
      $("span", ownZone).textContent = zone.replaceAll("_", " ");
      ownZone.hidden = false;
    }
  }

  // ── lists: arrows, Enter, x ──
  const rows = () => $$("table[data-list] tbody tr");
  const here = () => $("table[data-list] tr.here");
  function go(step) {
    const all = rows();
    if (!all.length) return;
    const now = all.indexOf(here());
    const next = all[Math.max(0, Math.min(all.length - 1, now < 0 ? (step > 0 ? 0 : all.length - 1) : now + step))];
    all.forEach((row) => row.classList.toggle("here", row === next));
    const link = $("a", next);
    if (link) link.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }
  function choose(row) {
    row.classList.toggle("chosen");
    row.setAttribute("aria-selected", String(row.classList.contains("chosen")));
    showChosen();
  }
  function showChosen() {
    const chosen = $$("tr.chosen");
    let bar = $(".chosen-bar");
    if (!bar) {
      bar = document.createElement("div");
      bar.className = "chosen-bar";
      bar.setAttribute("role", "status");
      bar.innerHTML = '<span class="num"></span><button class="btn" type="button" data-do="copy-chosen">Copy as text</button><button class="btn" type="button" data-do="clear-chosen">Clear</button>';
      $("#main").append(bar);
    }
    bar.hidden = !chosen.length;
    $("span", bar).textContent = chosen.length + " selected";
  }
  const text = (cell) => cell.innerText.replace(/\s+/g, " ").trim();
  const copyChosen = () => navigator.clipboard.writeText($$("tr.chosen").map((row) => [...row.cells].map(text).join("\t")).join("\n"));
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("table[data-list] tbody tr");
    if (row) rows().forEach((other) => other.classList.toggle("here", other === row));
  });

  // ── the side panel: a page of its own beside the list ──
  let listUrl = "", shown = location.href.split("#")[0], opener = null;
  document.addEventListener("htmx:pushedIntoHistory", () => { shown = location.href.split("#")[0]; });
  const wide = () => panel && matchMedia("(min-width: 761px)").matches;
  function openPanel(url, push) {
    return htmx.ajax("GET", url, { target: "#panel", swap: "innerHTML", headers: { "X-Panel": "1" } }).then(() => {
      panel.hidden = false;
      panel.scrollTop = 0;
      if (push) {
        if (!history.state || !history.state.panel) listUrl = location.href.split("#")[0];
        history.pushState({ panel: url }, "", url);
        shown = url.split("#")[0];
      }
      panel.focus({ preventScroll: true });
    });
  }
  function hidePanel() {
    panel.hidden = true;
    panel.replaceChildren();
    if (opener && opener.isConnected) opener.focus({ preventScroll: true });
  }
  addEventListener("popstate", (event) => {
    event.stopImmediatePropagation();
    const page = location.href.split("#")[0];
    if (event.state && event.state.panel) openPanel(event.state.panel, false);
    else if (panel && !panel.hidden && page === listUrl) hidePanel();
    else if (page !== shown) location.reload();
    shown = page;
  }, true);

  // ── answers beside a value: why, who sees ──
  let asker = null;
  function ask(link) {
    asker = link;
    htmx.ajax("GET", link.href, { target: "#answer", swap: "innerHTML", headers: { "X-Answer": "1" } }).then(() => {
      answer.showPopover();
      const at = link.getBoundingClientRect(), box = answer.getBoundingClientRect();
      const left = Math.max(16, Math.min(at.right - box.width, innerWidth - box.width - 16));
      const below = at.bottom + 6, top = below + box.height > innerHeight - 8 ? Math.max(8, at.top - box.height - 6) : below;
      answer.style.left = left + "px"; // set through the object model, which the policy allows
      answer.style.top = top + "px";
      answer.focus();
    });
  }
  if (answer) {
    answer.tabIndex = -1;
    answer.addEventListener("toggle", (event) => { if (event.newState === "closed" && asker && asker.isConnected && answer.contains(document.activeElement)) asker.focus(); });
  }

  // ── clicks ──
  const deeds = {
    theme: () => setTheme(isDark() ? "light" : "dark"),
    help: () => help.showModal(),
    "close-panel": () => { if (history.state && history.state.panel) history.back(); else hidePanel(); },
    "copy-chosen": (button) => copyChosen().then(() => { button.textContent = "Copied"; }),
    "clear-chosen": () => { $$("tr.chosen").forEach(choose); showChosen(); },
  };
  document.addEventListener("click", (event) => {
    const deed = event.target.closest("[data-do]"), link = event.target.closest("a"), theme = event.target.closest("[data-theme-choice]");
    if (deed) return deeds[deed.dataset.do](deed);
    if (theme) return setTheme(theme.dataset.themeChoice);
    $$("details[name=menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    if (results && !event.target.closest(".search")) results.replaceChildren();
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if ("answer" in link.dataset && answer && answer.showPopover) { event.preventDefault(); ask(link); }
    else if ("panel" in link.dataset && wide()) {
      event.preventDefault();
      // What was chosen from a menu opens beside it: the menu has done its part.
      const menu = link.closest("details.menu");
      if (menu) menu.open = false;
      opener = menu ? $("summary", menu) : link;
      openPanel(link.href, true);
    }
  });

  // ── keys ──
  let went = false;
  const goTo = { h: "home", p: "people", c: "companies", a: "activity", t: "teams" };
  document.addEventListener("keydown", (event) => {
    const key = event.key, at = event.target;
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "k" && search) { event.preventDefault(); search.focus(); search.select(); return; }
    if (key === "Escape") {
      if (at === search || (results && results.contains(at))) { results.replaceChildren(); search.blur(); }
      else if (panel && !panel.hidden && !(answer && answer.matches(":popover-open"))) deeds["close-panel"]();
      $$("details[name=menu][open]").forEach((menu) => { menu.open = false; $("summary", menu).focus(); });
      return;
    }
    if (results && results.childElementCount && at.closest(".search") && (key === "ArrowDown" || key === "ArrowUp")) {
      event.preventDefault();
      const stops = [search, ...$$(".hit", results)];
      stops[(stops.indexOf(at) + (key === "ArrowDown" ? 1 : stops.length - 1)) % stops.length].focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(at) || (help && help.open)) return;
    if (went) { went = false; const to = goTo[key] && $(`.nav a[href$="/${goTo[key] === "home" ? "" : goTo[key] + "/"}"]`); if (to) { to.click(); return; } }
    if (key === "/" && search) { event.preventDefault(); search.focus(); search.select(); }
    else if (key === "?" && help) help.showModal();
    else if (key === "g") went = true;
    else if ((key === "ArrowDown" || key === "ArrowUp") && rows().length && (!panel || panel.hidden || !panel.contains(at)) && !(answer && answer.contains(at))) { event.preventDefault(); go(key === "ArrowDown" ? 1 : -1); }
    else if (key === "x" && here()) choose(here());
    else if (key === "w") {
      const around = ".value, tr, li, .hit-line", near = at.closest(around) || $(around.replace(/(?=,|$)/g, ":hover"));
      const why = (near && $(".why", near)) || $(".why", panel && !panel.hidden ? panel : document);
      if (why) { event.preventDefault(); ask(why); }
    }
  });

  // ── forms ──
  // relationships carry the other two: without them nothing else is shared
  document.addEventListener("change", (event) => {
    const box = event.target, row = box.closest("[data-share]");
    if (box.matches("select[data-submit]")) box.form.requestSubmit();
    if (!row || !box.dataset.facet) return;
    const base = $("[data-facet=relationships]", row), others = $$("[data-facet]:not([data-facet=relationships]):not(:disabled)", row);
    if (box === base && !base.checked) others.forEach((other) => { other.checked = false; });
    else if (box !== base && box.checked && !base.disabled) base.checked = true;
  }, true);
  $$("[data-select]").forEach((field) => field.addEventListener("focus", () => field.select()));
  $$("[data-drop]").forEach((form) => {
    const field = $("input[type=file]", form);
    form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
    form.addEventListener("dragleave", () => form.classList.remove("over"));
    form.addEventListener("drop", (event) => { event.preventDefault(); form.classList.remove("over"); if (event.dataTransfer.files.length) field.files = event.dataTransfer.files; });
  });

  // ── the editor: fetched where a page, or a part that arrives, has a field for it ──
  const scripts = {};
  const fetched = (path) => scripts[path] || (scripts[path] = new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(path, beside).href;
    script.onload = resolve;
    script.onerror = () => { delete scripts[path]; script.remove(); reject(new Error(path)); };
    document.head.append(script);
  }));
  function editors() {
    if (!$("textarea[data-rich]:not([data-mounted])")) return;
    // Where they cannot be fetched, the textarea takes plain words.
    fetched("vendor/prosemirror.js").then(() => fetched("rich.js")).then(() => $$("textarea[data-rich]:not([data-mounted])").forEach((field) => TactfulRich.mount(field)), () => {});
  }
  editors();
  document.addEventListener("htmx:load", editors);

  // ── long lists of boxes: a field that leaves those in view whose names fit ──
  const LONG = 8;
  const folded = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  function finders() {
    $$(".ticks:not([data-found])").forEach((ticks) => {
      ticks.dataset.found = "";
      const labels = $$("label", ticks), box = (label) => $("input", label), names = labels.map((label) => folded(label.textContent));
      if (labels.length < LONG) return;
      const field = document.createElement("input"), said = document.createElement("p");
      field.type = "search";
      field.className = "form-control find";
      field.placeholder = `Find among ${labels.length}`;
      field.autocomplete = "off";
      field.setAttribute("aria-label", `Find in “${$("legend", ticks.closest("fieldset")).textContent.trim()}”`);
      said.className = "quiet small found";
      said.setAttribute("role", "status");
      ticks.before(field, said);
      const shown = () => labels.filter((label) => !label.hidden);
      const fitting = () => { const words = folded(field.value).split(/\s+/); return labels.filter((_, at) => words.every((word) => names[at].includes(word))); };
      const show = () => {
        const fit = fitting(), chosen = labels.filter((label) => box(label).checked);
        // What is chosen stays: nobody shares with somebody whom they no longer see.
        labels.forEach((label) => { label.hidden = !fit.includes(label) && !box(label).checked; });
        const told = [];
        if (field.value.trim()) told.push(fit.length ? `${fit.length} of ${labels.length} fit` : "None fits");
        if (chosen.length) told.push(`Chosen: ${chosen.map((label) => label.textContent.trim()).join(", ")}`);
        said.textContent = told.join(" · ");
      };
      const step = (event, by) => {
        const stops = [field, ...shown().map(box)], next = stops[stops.indexOf(event.target) + by];
        event.preventDefault();
        event.stopPropagation(); // the page's own lists go by the same keys
        if (next) next.focus();
      };
      field.addEventListener("input", show);
      ticks.addEventListener("change", show);
      field.addEventListener("keydown", (event) => {
        if (event.key === "ArrowDown") step(event, 1);
        else if (event.key === "Escape" && field.value) { event.preventDefault(); event.stopPropagation(); field.value = ""; show(); }
        else if (event.key === "Enter") {
          // Never sends the form: who types a name is not done yet.
          event.preventDefault();
          const fit = fitting();
          if (field.value.trim() && fit.length === 1) { box(fit[0]).click(); field.select(); }
        }
      });
      ticks.addEventListener("keydown", (event) => {
        if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event, event.key === "ArrowDown" ? 1 : -1);
      });
      show();
    });
  }
  finders();
  document.addEventListener("htmx:load", finders);

  // ── requests under way, and those that fail ──
  let under = 0;
  const busy = (step) => { under = Math.max(0, under + step); document.body.classList.toggle("busy", under > 0); };
  document.addEventListener("htmx:beforeRequest", () => busy(1));
  document.addEventListener("htmx:afterRequest", () => busy(-1));
  function say(words) {
    const box = document.createElement("div");
    box.className = "said error";
    box.textContent = words;
    const said = $("#said");
    if (said) said.replaceChildren(box);
  }
  document.addEventListener("htmx:sendError", () => say("Tactful cannot be reached just now. What you see is the last that was loaded; try again in a moment."));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 404) say("There is nothing at that address any more.");
    else if (status === 401 || status === 403) location.reload();
    else say("That did not work, and nothing was changed. Please try once more.");
  });
  document.addEventListener("htmx:afterSwap", (event) => { if (event.target.id === "rows") showChosen(); });
})();
