/* Marking a class: the rest at one press, digits for the keyboard, and saving to the phone before the network.
   Without this file the form is sent as forms are. */
(() => {
  "use strict";
  const form = document.getElementById("marking");
  const keeping = window.kurssClassroom;
  if (!form || !keeping) return;

  const pupils = [...form.querySelectorAll("fieldset[data-pupil]")];
  const chosen = (pupil, what) => pupil.querySelector(`input[name^="${what}-"]:checked`)?.value || "";
  const seen = (pupil) => pupil.querySelector('input[name^="seen-"]');
  const choose = (pupil, what, value) => {
    const found = pupil.querySelector(`input[name^="${what}-"][value="${value}"]`);
    if (found) found.checked = true;
  };

  const count = () => {
    const many = { present: 0, late: 0, excused: 0, absent: 0, "": 0 };
    for (const pupil of pupils) many[chosen(pupil, "mark")] += 1;
    const shown = {
      present: many.present,
      late: many.late,
      away: many.excused + many.absent,
      unmarked: many[""],
      marked: pupils.length - many[""],
    };
    for (const place of form.querySelectorAll("[data-count]"))
      place.textContent = shown[place.dataset.count];
  };

  const name = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  /* What differs from what stood when the page was made. */
  const news = () => {
    const marks = {};
    for (const pupil of pupils) {
      const [status, way, known] = [chosen(pupil, "mark"), chosen(pupil, "way"), seen(pupil)];
      if (status && (status !== known.dataset.status || way !== known.dataset.way))
        marks[pupil.dataset.pupil] = { status, way, seen: Number(known.value) || 0 };
    }
    return marks;
  };

  const restore = (marks) => {
    for (const pupil of pupils) {
      const mark = marks[pupil.dataset.pupil];
      if (mark) {
        choose(pupil, "mark", mark.status);
        choose(pupil, "way", mark.way);
      }
    }
    count();
  };

  form.addEventListener("change", count);
  form.querySelector("[name=rest]").addEventListener("click", (event) => {
    event.preventDefault();
    for (const pupil of pupils) if (!chosen(pupil, "mark")) choose(pupil, "mark", "present");
    count();
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const marks = news();
    if (Object.keys(marks).length) {
      try {
        await keeping.keep({
          key: name(),
          session: form.dataset.session,
          title: form.dataset.title,
          send: form.dataset.send,
          page: location.pathname,
          made_at: new Date().toISOString(),
          marks,
          reason: form.querySelector("[name=reason]")?.value || "",
        });
      } catch {
        form.submit();
        return;
      }
    }
    await keeping.send();
  });

  form.addEventListener("keydown", (event) => {
    const pupil = event.target.closest("fieldset[data-pupil]");
    const word = { 1: "present", 2: "late", 3: "excused", 4: "absent" }[event.key];
    if (!pupil || !word || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    choose(pupil, "mark", word);
    count();
    const next = pupils[pupils.indexOf(pupil) + 1];
    if (next) (next.querySelector('[name^="mark-"]:checked') || next.querySelector('[name^="mark-"]')).focus();
    else form.querySelector(".save button").focus();
  });

  keeping.whenSent((list, said) => {
    if (list.session !== form.dataset.session) return;
    if (said.disagreements) {
      location.reload();
      return;
    }
    for (const pupil of pupils) {
      const mark = said.standing[pupil.dataset.pupil];
      if (!mark) continue;
      const known = seen(pupil);
      known.value = mark.seen;
      known.dataset.status = mark.status;
      known.dataset.way = mark.way;
    }
  });

  keeping.waiting(form.dataset.session).then((list) => list && restore(list.marks));
  count();
})();
