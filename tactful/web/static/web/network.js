// Draws the network with sigma from what the server laid out; the table below says the same without it.
(function () {
  "use strict";
  var place = document.getElementById("network");
  if (!place) return;
  var said = document.getElementById("network-said");

  function say(words) { said.textContent = words; }

  function colours() {
    // The tokens' light-dark() is resolved by the browser; what it came to is read from elements that wear them.
    function worn(selector) { return getComputedStyle(document.querySelector(selector)).color; }
    return { colleague: worn(".legend .of-colleague"), other: worn(".legend .of-other"),
      ink: getComputedStyle(place).color, tie: getComputedStyle(place).borderTopColor };
  }

  function draw(data) {
    var graph = new graphology.Graph({ type: "undirected" });
    var scale = place.clientWidth < 600 ? 0.6 : 1;
    var most = data.nodes.reduce(function (top, node) { return node.kind === "colleague" ? Math.max(top, node.size) : top; }, 1);
    data.nodes.forEach(function (node, at) {
      var isColleague = node.kind === "colleague";
      graph.addNode(at, { x: node.x, y: node.y, label: node.label, kind: node.kind, at: node.at, url: node.url,
        size: scale * (isColleague ? 6 + 9 * Math.sqrt(node.size / most) : 1.5 + node.size / 25), ties: [] });
    });
    data.ties.forEach(function (tie) {
      graph.addEdge(tie[0], tie[1], { size: 0.4 + tie[2] / 50, score: tie[2] });
      graph.getNodeAttribute(tie[0], "ties").push(tie);
      graph.getNodeAttribute(tie[1], "ties").push(tie);
    });
    var paint = colours();
    var chosen = null;
    var sigma = new Sigma(graph, place, {
      labelFont: getComputedStyle(place).fontFamily, labelSize: 12, labelColor: { color: paint.ink },
      labelRenderedSizeThreshold: 7 * scale, labelDensity: 0.6, defaultDrawNodeHover: hover, zIndex: true,
      nodeReducer: function (id, node) {
        var isNear = chosen === null || id === chosen || graph.areNeighbors(id, chosen);
        return { x: node.x, y: node.y, label: isNear ? node.label : "", size: id === chosen ? node.size + 3 : node.size,
          color: isNear ? (node.kind === "colleague" ? paint.colleague : paint.other) : paint.tie,
          highlighted: id === chosen, zIndex: (isNear ? 2 : 0) + (node.kind === "colleague" ? 1 : 0) };
      },
      edgeReducer: function (id, edge) {
        var isNear = chosen === null || graph.hasExtremity(id, chosen);
        return { size: edge.size, color: paint.tie, hidden: !isNear };
      }
    });

    function hover(context, node, settings) {
      if (!node.label) return;
      context.font = settings.labelSize + "px " + settings.labelFont;
      context.fillStyle = getComputedStyle(document.body).backgroundColor;
      var wide = context.measureText(node.label).width + 8;
      context.fillRect(node.x + node.size + 1, node.y - 9, wide, 18);
      context.fillStyle = paint.ink;
      context.fillText(node.label, node.x + node.size + 5, node.y + 4);
    }

    function choose(id, isMoving) {
      chosen = id;
      sigma.refresh({ skipIndexation: true });
      if (id === null) { say(""); return; }
      var node = graph.getNodeAttributes(id);
      say(node.label + (node.at ? ", " + node.at : "") + ": " + words(id, node));
      if (isMoving) {
        var shown = sigma.getNodeDisplayData(id);
        var still = matchMedia("(prefers-reduced-motion: reduce)").matches;
        sigma.getCamera().animate({ x: shown.x, y: shown.y }, { duration: still ? 0 : 200 });
      }
    }

    function words(id, node) {
      if (node.kind === "colleague") {
        return node.ties.length === 1 ? "1 tie here" : node.ties.length.toLocaleString("en") + " ties here";
      }
      return "known by " + node.ties.slice(0, 3).map(function (tie) {
        return graph.getNodeAttribute(tie[0], "label") + " " + tie[2];
      }).join(", ") + (node.ties.length > 3 ? " and " + (node.ties.length - 3) + " more" : "");
    }

    function walk(step) {
      var last = data.nodes.length - 1;
      var next = chosen === null ? (step > 0 ? 0 : last) : Number(chosen) + step;
      choose(String(next < 0 ? last : next > last ? 0 : next), true);
    }

    var keys = {
      ArrowRight: function () { walk(1); }, ArrowDown: function () { walk(1); },
      ArrowLeft: function () { walk(-1); }, ArrowUp: function () { walk(-1); },
      "+": function () { sigma.getCamera().animatedZoom(); }, "=": function () { sigma.getCamera().animatedZoom(); },
      "-": function () { sigma.getCamera().animatedUnzoom(); },
      "0": function () { sigma.getCamera().animatedReset(); }, Escape: function () { choose(null); },
      Enter: function () { open(chosen); }
    };
    function open(id) { if (id !== null && graph.getNodeAttribute(id, "url")) location.href = graph.getNodeAttribute(id, "url"); }

    place.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
      event.preventDefault();
      event.stopPropagation();
      keys[event.key]();
    });
    sigma.on("clickNode", function (event) { if (chosen === event.node) open(event.node); else choose(event.node); });
    sigma.on("clickStage", function () { choose(null); });

    function repaint() {
      paint = colours();
      sigma.setSetting("labelColor", { color: paint.ink });
      sigma.refresh();
    }
    new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
    place.dataset.drawn = String(graph.order);
  }

  fetch(place.dataset.network, { headers: { "HX-Request": "true" }, credentials: "same-origin" })
    .then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    })
    .then(draw)
    .catch(function () {
      place.hidden = true;
      say("The picture cannot be drawn in this browser; the table below has all of it.");
    });
})();
