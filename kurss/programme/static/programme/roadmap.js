/* Moving a bar of the roadmap: the middle moves it, an end makes it longer or shorter. Letting go opens the form of
   the re-plan with the new months filled in: nothing is written before its cause is. Without this the same form is
   opened from the page of the activity. */

const END = 9;

function monthOf(text) {
  const [year, month] = text.split("-").map(Number);
  return year * 12 + month - 1;
}

function textOf(count) {
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}`;
}

function movable(strip) {
  const bar = strip.querySelector(".movable");
  const { replan, first, last, months } = strip.dataset;
  if (!bar || !first || !last) return;
  bar.addEventListener("pointerdown", (down) => {
    const box = bar.getBoundingClientRect();
    const wide = strip.getBoundingClientRect().width / Number(months);
    const grip = down.clientX > box.right - END ? "end" : down.clientX < box.left + END ? "start" : "all";
    const from = monthOf(first);
    const until = monthOf(last);
    let now = [from, until];
    bar.setPointerCapture(down.pointerId);
    const move = (event) => {
      const by = Math.round((event.clientX - down.clientX) / wide);
      now = [grip === "end" ? from : from + by, grip === "start" ? until : until + by];
      if (now[0] > now[1]) now = grip === "end" ? [from, from] : [until, until];
      bar.style.translate = `${(now[0] - from) * wide}px`;
      bar.setAttribute("width", (now[1] - now[0] + 1) * wide);
    };
    const drop = () => {
      bar.removeEventListener("pointermove", move);
      if (now[0] !== from || now[1] !== until) {
        window.location.assign(`${replan}?from=${textOf(now[0])}&until=${textOf(now[1])}`);
      }
    };
    bar.addEventListener("pointermove", move);
    bar.addEventListener("pointerup", drop, { once: true });
    down.preventDefault();
  });
}

document.querySelectorAll("svg[data-replan]").forEach(movable);
