// The editor: makes a textarea with data-rich into one that keeps emphasis, links, lists, quotes, code and mentions.
// What it sends is HTML, which the server cleans; without this file the textarea sends plain words.
(function () {
  "use strict";
  const { model, state, view, commands, history, keymap, lists, rules } = ProseMirror;
  const sprite = new URL("vendor/icons.svg", document.currentScript.src).pathname;
  const isLink = (address) => /^(https?:\/\/|mailto:)[^\s<>"'`\\]+$/i.test(address);

  // ── what a text is made of: the same closed part of HTML that the server keeps ──
  const plainMark = (tag, ...also) => ({ parseDOM: [tag, ...also].map((one) => ({ tag: one })), toDOM: () => [tag, 0] });
  const schema = new model.Schema({
    nodes: {
      doc: { content: "block+" },
      paragraph: { group: "block", content: "inline*", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
      heading: { group: "block", content: "inline*", defining: true, parseDOM: ["h1", "h2", "h3", "h4", "h5", "h6"].map((tag) => ({ tag })), toDOM: () => ["h3", 0] },
      quote: { group: "block", content: "block+", defining: true, parseDOM: [{ tag: "blockquote" }], toDOM: () => ["blockquote", 0] },
      pre: { group: "block", content: "text*", marks: "", code: true, defining: true, parseDOM: [{ tag: "pre", preserveWhitespace: "full" }], toDOM: () => ["pre", 0] },
      bullets: { group: "block", content: "item+", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
      numbers: { group: "block", content: "item+", parseDOM: [{ tag: "ol" }], toDOM: () => ["ol", 0] },
      item: { content: "paragraph block*", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
      text: { group: "inline" },
      mention: {
        group: "inline", inline: true, atom: true, attrs: { uid: { validate: "string" }, label: { validate: "string" } },
        parseDOM: [{ tag: "span[data-mention]", getAttrs: (node) => /^[0-9a-f]{32}$/.test(node.dataset.mention) && { uid: node.dataset.mention, label: node.textContent.replace(/^@/, "") } }],
        toDOM: (node) => ["span", { "data-mention": node.attrs.uid }, "@" + node.attrs.label],
        leafText: (node) => "@" + node.attrs.label,
      },
      break: { group: "inline", inline: true, selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"], leafText: () => "\n" },
    },
    marks: {
      link: {
        attrs: { href: { validate: "string" } }, inclusive: false,
        parseDOM: [{ tag: "a[href]", getAttrs: (node) => isLink(node.getAttribute("href")) && { href: node.getAttribute("href") } }],
        toDOM: (mark) => ["a", { href: mark.attrs.href, rel: "noopener noreferrer nofollow" }, 0],
      },
      strong: plainMark("strong", "b"),
      em: plainMark("em", "i"),
      underline: plainMark("u"),
      strike: plainMark("s", "del", "strike"),
      code: Object.assign(plainMark("code"), { code: true, excludes: "strong em underline strike" }),
    },
  });
  const { nodes, marks } = schema;

  function read(field) {
    if (field.dataset.html) {
      return model.DOMParser.fromSchema(schema).parse(new DOMParser().parseFromString(field.dataset.html, "text/html").body);
    }
    const lines = (words) => words.split("\n").flatMap((line, at) => [...(at ? [nodes.break.create()] : []), ...(line ? [schema.text(line)] : [])]);
    const parts = field.value.replace(/\r\n?/g, "\n").trim().split(/\n\n+/);
    return nodes.doc.create(null, parts.map((part) => nodes.paragraph.create(null, lines(part))));
  }
  function write(doc) {
    const box = document.createElement("div");
    box.append(model.DOMSerializer.fromSchema(schema).serializeFragment(doc.content));
    return box.innerHTML;
  }
  const isEmpty = (doc) => !doc.textContent.trim();

  // ── what can be done ──
  const isMarked = (now, type) => {
    const { from, to, empty, $from } = now.selection;
    return empty ? Boolean(type.isInSet(now.storedMarks || $from.marks())) : now.doc.rangeHasMark(from, to, type);
  };
  const isWithin = (now, type) => {
    const { $from } = now.selection;
    for (let deep = $from.depth; deep > 0; deep -= 1) if ($from.node(deep).type === type) return true;
    return false;
  };
  const mark = (type) => ({ run: commands.toggleMark(type), on: (now) => isMarked(now, type) });
  const block = (type) => ({ on: (now) => now.selection.$from.parent.type === type, run: (now, go) => commands.setBlockType(now.selection.$from.parent.type === type ? nodes.paragraph : type)(now, go) });
  const wrap = (type, into, out) => ({ on: (now) => isWithin(now, type), run: (now, go) => (isWithin(now, type) ? out : into)(now, go) });
  const list = (type) => wrap(type, lists.wrapInList(type), lists.liftListItem(nodes.item));
  const mac = /Mac|iP(hone|ad)/.test(navigator.platform);
  const said = (keys) => keys.replace("Mod-", mac ? "⌘" : "Ctrl+").replace("Shift-", mac ? "⇧" : "Shift+").replace(/.$/, (last) => last.toUpperCase());
  const TOOLS = [
    { icon: "bold", label: "Bold", keys: "Mod-b", ...mark(marks.strong) },
    { icon: "italic", label: "Italic", keys: "Mod-i", ...mark(marks.em) },
    { icon: "underline", label: "Underline", keys: "Mod-u", ...mark(marks.underline) },
    { icon: "strike", label: "Strikethrough", keys: "Mod-Shift-s", ...mark(marks.strike) },
    { icon: "link", label: "Link", keys: "Mod-k", on: (now) => isMarked(now, marks.link), deed: "link" },
    { icon: "heading", label: "Heading", keys: "Mod-Shift-h", ...block(nodes.heading) },
    { icon: "list", label: "Bulleted list", keys: "Mod-Shift-8", ...list(nodes.bullets) },
    { icon: "numbers", label: "Numbered list", keys: "Mod-Shift-7", ...list(nodes.numbers) },
    { icon: "quote", label: "Quote", keys: "Mod-Shift-9", ...wrap(nodes.quote, commands.wrapIn(nodes.quote), commands.lift) },
    { icon: "code", label: "Code", keys: "Mod-e", on: (now) => isMarked(now, marks.code) || now.selection.$from.parent.type === nodes.pre, run: (now, go) => (now.selection.$from.parent.type === nodes.pre ? commands.setBlockType(nodes.paragraph) : commands.toggleMark(marks.code))(now, go) },
    { icon: "at", label: "Mention a colleague", keys: "", on: () => false, deed: "mention" },
  ];
  const breakLine = commands.chainCommands(commands.exitCode, (now, go) => { if (go) go(now.tr.replaceSelectionWith(nodes.break.create()).scrollIntoView()); return true; });

  // All of a text as a selection of its words: then tools work on it as on any other.
  function selectAll(now, go, editor) {
    go(now.tr.setSelection(state.TextSelection.between(now.doc.resolve(0), now.doc.resolve(now.doc.content.size))));
    editor.focus(); // where the browser's selection differs, it follows
    return true;
  }

  // What is pasted is parsed beside the page, where the policy complains of styles all the same; none is kept anyway.
  const withoutStyles = (html) => html.replace(/<style[^>]*>[^]*?<\/style\s*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, ""));

  function inputRules() {
    const listRule = (pattern, type) => rules.wrappingInputRule(pattern, type);
    return rules.inputRules({ rules: [
      listRule(/^\s*[-*]\s$/, nodes.bullets), listRule(/^\s*1[.)]\s$/, nodes.numbers), listRule(/^\s*>\s$/, nodes.quote),
      rules.textblockTypeInputRule(/^#{1,3}\s$/, nodes.heading), rules.textblockTypeInputRule(/^```$/, nodes.pre),
    ] });
  }

  const make = (tag, attributes, ...inside) => {
    const made = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => made.setAttribute(name, value));
    made.append(...inside);
    return made;
  };
  function picture(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", sprite + "#" + name);
    svg.append(use);
    return svg;
  }

  // ── colleagues, suggested behind an @ ──
  function suggestions(field, frame, tell) {
    const box = make("div", { class: "rich-mentions", role: "listbox", id: field.id + "_mentions", "aria-label": "Colleagues", hidden: "" });
    let asked = 0, timer = 0, at = null, found = [], chosen = 0, closedAt = -1;
    frame.append(box);
    function match(now) {
      const { $from, empty } = now.selection;
      if (!empty || $from.parent.type.spec.code) return null;
      const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 40), $from.parentOffset, null, "\ufffc");
      const hit = /(?:^|[\s(])@([\p{L}\p{N}.'’-]*(?: [\p{L}\p{N}.'’-]*)?)$/u.exec(before);
      return hit && { words: hit[1], from: $from.pos - hit[1].length - 1, to: $from.pos };
    }
    function close(editor) {
      at = null;
      found = [];
      clearTimeout(timer);
      asked += 1;
      box.hidden = true;
      tell("");
      editor.dom.removeAttribute("aria-activedescendant");
      editor.dom.removeAttribute("aria-controls");
    }
    function show(editor) {
      box.replaceChildren(...found.map((one, nr) => {
        const row = make("div", { role: "option", id: box.id + nr, "aria-selected": String(nr === chosen) }, make("span", {}, one.name));
        if (one.title) row.append(make("span", { class: "quiet small" }, one.title));
        row.addEventListener("mousedown", (event) => { event.preventDefault(); take(editor, nr); });
        return row;
      }));
      if (!found.length) { box.hidden = true; return; }
      box.hidden = false;
      const caret = editor.coordsAtPos(at.from), edge = frame.getBoundingClientRect();
      box.style.left = Math.max(0, Math.min(caret.left - edge.left, edge.width - box.offsetWidth)) + "px"; // through the object model, which the policy allows
      box.style.top = caret.bottom - edge.top + 4 + "px";
      editor.dom.setAttribute("aria-controls", box.id);
      editor.dom.setAttribute("aria-activedescendant", box.id + chosen);
      box.children[chosen].scrollIntoView({ block: "nearest" });
    }
    function take(editor, nr) {
      const one = found[nr], hit = at;
      close(editor);
      const put = model.Fragment.from([nodes.mention.create({ uid: one.uid, label: one.name }), schema.text(" ")]);
      editor.dispatch(editor.state.tr.replaceWith(hit.from, hit.to, put).scrollIntoView());
      editor.focus();
      tell(one.name + " is mentioned.");
    }
    function ask(editor) {
      const mine = (asked += 1);
      clearTimeout(timer);
      timer = setTimeout(() => {
        fetch(field.dataset.mentions + "?q=" + encodeURIComponent(at.words), { headers: { Accept: "application/json", "HX-Request": "true" }, credentials: "same-origin" })
          .then((answer) => (answer.ok ? answer.json() : { members: [] }))
          .then((answer) => {
            if (mine !== asked || !at) return;
            found = answer.members;
            chosen = 0;
            show(editor);
            tell(found.length ? found.length + (found.length === 1 ? " colleague" : " colleagues") + ", arrow keys to choose" : "No colleague of that name");
          })
          .catch(() => { /* without suggestions one still writes */ });
      }, 120);
    }
    return new state.Plugin({
      view: () => ({
        update(editor, before) {
          if (before && before.doc.eq(editor.state.doc) && before.selection.eq(editor.state.selection)) return;
          const hit = editor.hasFocus() && match(editor.state);
          if (!hit) { closedAt = -1; if (at) close(editor); return; }
          if (hit.from === closedAt) return;
          const isSame = at && at.words === hit.words && at.from === hit.from;
          at = hit;
          if (!isSame) ask(editor);
        },
        destroy: () => box.remove(),
      }),
      props: {
        handleKeyDown(editor, event) {
          if (box.hidden || !found.length) return false;
          const step = { ArrowDown: 1, ArrowUp: found.length - 1 }[event.key];
          if (step) { chosen = (chosen + step) % found.length; show(editor); return true; }
          if (event.key === "Enter" || event.key === "Tab") { take(editor, chosen); return true; }
          if (event.key === "Escape") { closedAt = at.from; close(editor); event.stopPropagation(); return true; }
          return false;
        },
        handleDOMEvents: { blur: (editor) => { if (at) close(editor); return false; } },
      },
    });
  }

  // ── one editor ──
  function mount(field) {
    field.dataset.mounted = "";
    const label = document.querySelector(`label[for="${field.id}"]`), form = field.form;
    const status = make("div", { class: "hint rich-status", role: "status" });
    const tell = (words) => { status.textContent = words; };
    const tools = make("div", { class: "rich-tools", role: "toolbar", "aria-label": "Formatting", "aria-controls": field.id + "_editor" });
    const linking = make("div", { class: "rich-link", role: "group", "aria-label": "Link", hidden: "" });
    const frame = make("div", { class: "rich-frame" }, tools, linking);
    const kind = make("input", { type: "hidden", name: field.name + "-form", value: "html" });
    const longest = Number(field.dataset.longest) || 0, isRequired = field.required;
    field.required = false; // a hidden field cannot be asked for by the browser; the form is asked below
    field.hidden = true;
    field.after(frame, status, kind);

    const offered = TOOLS.filter((tool) => tool.deed !== "mention" || field.dataset.mentions);
    const buttons = offered.map((tool, nr) => {
      const title = tool.keys ? `${tool.label} (${said(tool.keys)})` : tool.label;
      const button = make("button", { type: "button", class: "tool", title, "aria-label": tool.label, tabindex: nr ? "-1" : "0" }, picture(tool.icon));
      if (tool.deed !== "mention") button.setAttribute("aria-pressed", "false");
      button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
      button.addEventListener("click", () => use(tool));
      tools.append(button);
      return button;
    });
    tools.addEventListener("keydown", (event) => {
      const now = buttons.indexOf(document.activeElement), last = buttons.length - 1;
      const to = { ArrowRight: now === last ? 0 : now + 1, ArrowLeft: now ? now - 1 : last, Home: 0, End: last }[event.key];
      if (to === undefined || now < 0) return;
      event.preventDefault();
      event.stopPropagation();
      buttons.forEach((button, nr) => button.setAttribute("tabindex", nr === to ? "0" : "-1"));
      buttons[to].focus();
    });

    function use(tool) {
      if (tool.deed === "link") askLink();
      else if (tool.deed === "mention") {
        const { $from } = editor.state.selection, before = $from.parent.textBetween(0, $from.parentOffset, null, " ");
        editor.focus();
        editor.dispatch(editor.state.tr.insertText(/(^|\s)$/.test(before) ? "@" : " @").scrollIntoView());
      } else {
        tool.run(editor.state, editor.dispatch);
        editor.focus();
      }
    }

    // a link's address is asked for in a line of its own
    const address = make("input", { class: "form-control", type: "url", placeholder: "https://", "aria-label": "Address of the link", maxlength: "2000" });
    const apply = make("button", { class: "btn", type: "button" }, "Set link"), remove = make("button", { class: "btn", type: "button" }, "Remove link");
    linking.append(address, apply, remove);
    const linkAround = (now) => {
      const { $from, from, to, empty } = now.selection;
      const at = empty ? marks.link.isInSet($from.marks()) || ($from.nodeAfter && marks.link.isInSet($from.nodeAfter.marks)) : null;
      if (!empty) { let found = null; now.doc.nodesBetween(from, to, (node) => { found = found || marks.link.isInSet(node.marks); }); return { from, to, mark: found }; }
      if (!at) return { from, to, mark: null };
      let start = $from.start(), range = { from, to };
      $from.parent.forEach((node, offset) => { if (at.isInSet(node.marks) && start + offset <= from && start + offset + node.nodeSize >= from) range = { from: start + offset, to: start + offset + node.nodeSize }; });
      return { ...range, mark: at };
    };
    function askLink() {
      const around = linkAround(editor.state);
      address.value = around.mark ? around.mark.attrs.href : "";
      remove.hidden = !around.mark;
      linking.hidden = false;
      address.focus();
    }
    function closeLink() { linking.hidden = true; tell(""); editor.focus(); }
    function setLink() {
      let href = address.value.trim();
      if (href && !/^[a-z]+:/i.test(href)) href = (/^[^\s@/]+@[^\s@/]+$/.test(href) ? "mailto:" : "https://") + href;
      if (!isLink(href)) { tell("A link begins with https://, http:// or mailto:."); address.focus(); return; }
      const around = linkAround(editor.state), link = marks.link.create({ href });
      const tr = editor.state.tr;
      if (around.from === around.to) tr.insert(around.from, schema.text(href.replace(/^mailto:/, ""), [link]));
      else tr.removeMark(around.from, around.to, marks.link).addMark(around.from, around.to, link);
      editor.dispatch(tr);
      closeLink();
    }
    apply.addEventListener("click", setLink);
    remove.addEventListener("click", () => { const around = linkAround(editor.state); editor.dispatch(editor.state.tr.removeMark(around.from, around.to, marks.link)); closeLink(); });
    linking.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === address) { event.preventDefault(); setLink(); }
      if (event.key === "Escape") { event.stopPropagation(); closeLink(); }
    });

    const shortcuts = Object.fromEntries(offered.filter((tool) => tool.keys).map((tool) => [tool.keys, () => { use(tool); return true; }]));
    const plugins = [
      suggestions(field, frame, tell), inputRules(), history.history(),
      keymap.keymap({
        ...shortcuts, "Mod-a": selectAll, "Mod-z": history.undo, "Mod-y": history.redo, "Shift-Mod-z": history.redo,
        "Shift-Enter": breakLine, "Mod-]": lists.sinkListItem(nodes.item), "Mod-[": lists.liftListItem(nodes.item),
        Enter: lists.splitListItem(nodes.item), Backspace: rules.undoInputRule,
      }),
      keymap.keymap(commands.baseKeymap),
    ];
    const described = [field.getAttribute("aria-describedby"), status.id = field.id + "_status"].filter(Boolean).join(" ");
    const editor = new view.EditorView(frame, {
      state: state.EditorState.create({ doc: read(field), plugins }),
      attributes: (now) => ({
        id: field.id + "_editor", class: "rich form-control", role: "textbox", "aria-multiline": "true", "aria-describedby": described,
        ...(label ? { "aria-labelledby": label.id } : {}), ...(isRequired ? { "aria-required": "true" } : {}),
        ...(field.dataset.mentions ? { "aria-autocomplete": "list" } : {}), ...(isEmpty(now.doc) ? { "data-empty": "" } : {}),
      }),
      dispatchTransaction(tr) {
        editor.updateState(editor.state.apply(tr));
        if (tr.docChanged) keep();
        shown();
      },
      transformPastedHTML: withoutStyles,
      handleKeyDown: (_, event) => {
        // Ctrl-K makes a link here, and searches everywhere else.
        if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") event.stopPropagation();
        if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && form) { form.requestSubmit(); return true; }
        return false;
      },
      handleClickOn: (_, __, ___, ____, event) => { if (event.target.closest("a")) event.preventDefault(); return false; },
    });
    function keep() {
      const length = editor.state.doc.textContent.length;
      field.value = isEmpty(editor.state.doc) ? "" : write(editor.state.doc);
      if (longest && length > longest * 0.9) tell(`${length.toLocaleString("en")} of ${longest.toLocaleString("en")} characters`);
      editor.dom.removeAttribute("aria-invalid");
    }
    function shown() {
      offered.forEach((tool, nr) => {
        if (tool.deed !== "mention") buttons[nr].setAttribute("aria-pressed", String(tool.on(editor.state)));
        if (tool.run) buttons[nr].disabled = !tool.run(editor.state);
      });
    }
    if (label) label.addEventListener("click", (event) => { event.preventDefault(); editor.focus(); });
    if (form) {
      form.addEventListener("submit", (event) => {
        if (!isRequired || !isEmpty(editor.state.doc)) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        editor.dom.setAttribute("aria-invalid", "true");
        tell("Write something first.");
        editor.focus();
      }, true);
      form.addEventListener("reset", () => setTimeout(() => { editor.updateState(state.EditorState.create({ doc: read(field), plugins })); keep(); shown(); }));
    }
    keep();
    shown();
    return editor;
  }

  window.TactfulRich = { mount };
})();
