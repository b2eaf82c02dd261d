/* Ugen: visits taken hold of with the mouse or the keyboard. The page decides nothing: a drop fills in the form that
   is there anyway, and the server judges. Hooks: data-hk-block (a visit), data-hk-lane (a person), data-hk-move (the form). */
(() => {
  "use strict";

  const STEP = 5;
  const FAR = 6; // pixels before a click becomes a drag
  const EDGE = 60; // pixels from the edge of the screen where the page follows the hand
  let held = null; // the visit in hand: {block, home, next, from, to, hours, lane, x, y, dragging}
  let dropped = ""; // the visit to give the focus back to once the board is new

  const minutes = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  const clock = (total) => `${String(Math.floor(total / 60)).padStart(2, "0")}:${String(total % 60).padStart(2, "0")}`;
  const laneOf = (element) => element?.closest("[data-hk-lane]");
  const board = () => document.querySelector("[data-hk-board]");

  function take(block, x = 0, y = 0) {
    held = { block, home: block.parentElement, next: block.nextSibling, from: block.dataset.from, to: block.dataset.to, hours: block.querySelector(".when").textContent, lane: laneOf(block), x, y, dragging: false };
  }

  function show(start, lane) {
    const { opens, closes } = board().dataset;
    const length = minutes(held.to) - minutes(held.from);
    const at = Math.max(minutes(opens), Math.min(Math.round(start / STEP) * STEP, minutes(closes) - length));
    held.block.dataset.from = clock(at);
    held.block.dataset.to = clock(at + length);
    held.block.classList.add("moving");
    if (lane !== laneOf(held.block)) lane.querySelector("ol").append(held.block);
    for (const each of document.querySelectorAll(".lane.target")) each.classList.remove("target");
    lane.classList.add("target");
    say(lane, clock(at));
  }

  function say(lane, at) {
    const live = document.querySelector("[data-hk-live]");
    const name = held.block.querySelector("b").textContent;
    live.textContent = live.dataset.hkLive.replace("{name}", name).replace("{at}", at).replace("{who}", lane.dataset.hkName);
    held.block.querySelector(".when").textContent = at;
  }

  function putBack() {
    if (!held) return;
    const { block, home, next, from, to, hours } = held;
    Object.assign(block.dataset, { from, to });
    home.insertBefore(block, next);
    block.querySelector(".when").textContent = hours;
    release();
  }

  function release() {
    held?.block.classList.remove("moving");
    document.querySelector(".lane.target")?.classList.remove("target");
    held = null;
  }

  const isMoved = () => held.block.dataset.from !== held.from || laneOf(held.block) !== held.lane;

  function drop() {
    const form = document.querySelector("[data-hk-move]");
    const lane = laneOf(held.block).dataset.hkLane;
    const before = held.block.dataset.hkCarers.split(",").filter(Boolean);
    const kept = before.filter((carer) => carer !== held.lane.dataset.hkLane && carer !== lane);
    const carers = lane ? [lane, ...kept] : [];
    form.besoeg.value = dropped = held.block.dataset.hkBlock;
    form.carer.value = carers[0] ?? "";
    form.second_carer.value = carers[1] ?? "";
    form.at.value = lane ? held.block.dataset.from : "";
    release();
    form.requestSubmit();
  }

  // With the mouse or a pen
  document.addEventListener("pointerdown", (event) => {
    const block = event.target.closest?.("[data-hk-block]");
    if (!block || !board() || event.button !== 0 || !window.matchMedia("(min-width: 64em)").matches) return;
    putBack();
    take(block, event.clientX, event.clientY);
  });
  document.addEventListener("pointermove", (event) => {
    if (!held || event.buttons !== 1) return;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    if (!held.dragging && Math.hypot(dx, dy) < FAR) return;
    held.dragging = true;
    if (event.clientY < EDGE) window.scrollBy(0, -EDGE / 2);
    if (event.clientY > window.innerHeight - EDGE) window.scrollBy(0, EDGE / 2);
    const { opens, closes } = board().dataset;
    const width = held.lane.querySelector(".track").clientWidth;
    const under = document.elementsFromPoint(event.clientX, event.clientY).map(laneOf).find(Boolean);
    show(minutes(held.from) + (dx / width) * (minutes(closes) - minutes(opens)), under ?? laneOf(held.block));
  });
  document.addEventListener("pointerup", () => {
    if (!held?.dragging) return release();
    if (isMoved()) drop();
    else putBack();
  });
  document.addEventListener("pointercancel", putBack);
  document.addEventListener("dragstart", (event) => {
    if (event.target.closest?.("[data-hk-block]")) event.preventDefault();
  });
  // The click that ends a drag opens nothing.
  document.addEventListener("click", (event) => {
    const block = event.target.closest?.("[data-hk-block]");
    if (block && dropped === block.dataset.hkBlock) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.target.closest?.(".board .v > a")) {
      document.querySelector(".v.chosen")?.classList.remove("chosen");
      event.target.closest(".v").classList.add("chosen");
    }
  }, true);

  // With the keyboard
  const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  document.addEventListener("keydown", (event) => {
    const block = event.target.closest?.("[data-hk-block]");
    if (!block || !board()) return;
    if (held && event.key === "Escape") return backWithFocus(block);
    if (held && event.key === "Enter" && isMoved()) {
      event.preventDefault();
      return drop();
    }
    if (!(event.key in ARROWS)) return;
    event.preventDefault();
    if (held?.block !== block) take(block);
    const [later, down] = ARROWS[event.key];
    const lanes = [...board().querySelectorAll("[data-hk-lane]")];
    const lane = lanes[lanes.indexOf(laneOf(block)) + down] ?? laneOf(block);
    show(minutes(block.dataset.from) + later, lane);
    block.querySelector("a").focus();
  });

  function backWithFocus(block) {
    putBack();
    block.querySelector("a").focus();
  }

  // What was asked for comes into view, and whoever moved a visit stands on it again.
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    const id = ctx?.target?.id;
    const panel = document.getElementById("panel");
    if (id === "panel") {
      panel?.focus({ preventScroll: true });
      panel?.scrollIntoView({ block: "nearest" });
    } else if (id === "week" && dropped && ctx.response?.status !== 422) {
      document.querySelector(`[data-hk-block="${dropped}"] > a`)?.focus({ preventScroll: true });
    }
    dropped = "";
  });
})();
